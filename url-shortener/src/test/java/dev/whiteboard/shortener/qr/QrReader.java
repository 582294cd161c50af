package dev.whiteboard.shortener.qr;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.NotFoundException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Reads QR codes in pictures, as a camera would. */
public final class QrReader {
  private static final Pattern SIDE = Pattern.compile("viewBox=\"0 0 (\\d+) ");
  private static final Pattern DARK = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\d+z");
  private static final int PIXELS_EACH = 6;
  private static final int NEARER = 3;

  private QrReader() {}

  /** What the code in this picture says. */
  public static String readPng(byte[] png) throws IOException, NotFoundException {
    return read(ImageIO.read(new ByteArrayInputStream(png)));
  }

  /** What the code in this drawing says; reads the few commands that {@link QrSvg} uses. */
  public static String readSvg(String svg) throws NotFoundException {
    var viewBox = SIDE.matcher(svg);
    if (!viewBox.find()) {
      throw new AssertionError("no viewBox in " + svg);
    }
    var side = Integer.parseInt(viewBox.group(1)) * PIXELS_EACH;
    var image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    var pen = image.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, side, side);
    pen.setColor(Color.BLACK);
    pen.transform(AffineTransform.getScaleInstance(PIXELS_EACH, PIXELS_EACH));
    pen.fill(darkOf(svg));
    return read(image);
  }

  static String read(BufferedImage image) throws NotFoundException {
    var near = new BufferedImageLuminanceSource(enlarged(image));
    var bitmap = new BinaryBitmap(new HybridBinarizer(near));
    return new QRCodeMultiReader().decodeMultiple(bitmap)[0].getText();
  }

  /** As near as one holds a camera: the reader finds no code whose modules are single pixels. */
  private static BufferedImage enlarged(BufferedImage image) {
    var width = image.getWidth() * NEARER;
    var height = image.getHeight() * NEARER;
    var larger = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    larger.createGraphics().drawImage(image, 0, 0, width, height, null);
    return larger;
  }

  private static Path2D darkOf(String svg) {
    var dark = new Path2D.Double();
    DARK.matcher(svg)
        .results()
        .forEach(run -> {
          var x = Integer.parseInt(run.group(1));
          var y = Integer.parseInt(run.group(2));
          var length = Integer.parseInt(run.group(3));
          dark.append(new Rectangle(x, y, length, 1), false);
        });
    return dark;
  }
}
