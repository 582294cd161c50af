package dev.whiteboard.chat.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** Pictures as bytes. */
final class Pictures {
  private Pictures() {}

  static byte[] png(int width, int height) throws IOException {
    return encode(striped(width, height), "png");
  }

  /** The upper half is red, the lower one blue. */
  static BufferedImage striped(int width, int height) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, width, height / 2);
    graphics.setColor(Color.BLUE);
    graphics.fillRect(0, height / 2, width, height - height / 2);
    graphics.dispose();
    return image;
  }

  static byte[] encode(BufferedImage image, String format) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }

  /** One whose passes, or scans, come one behind the other over the whole picture. */
  static byte[] progressive(int width, int height, String format) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var writer = ImageIO.getImageWritersByFormatName(format).next();
    try (var output = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(output);
      var writing = writer.getDefaultWriteParam();
      writing.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      writer.write(null, new IIOImage(striped(width, height), null, null), writing);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** A JPEG whose Exif says how the camera was held, and where, as a text. */
  static byte[] jpeg(int width, int height, int orientation) throws IOException {
    var plain = encode(striped(width, height), "jpeg");
    var place = "GPS 52.5 13.4\0\0\0".getBytes(US_ASCII);
    var exif = ByteBuffer.allocate(2 + 2 + 6 + 8 + 2 + 24 + 4 + place.length);
    exif.putShort((short) 0xffe1).putShort((short) (exif.capacity() - 2));
    exif.put(new byte[] {'E', 'x', 'i', 'f', 0, 0});
    exif.put(new byte[] {'M', 'M', 0, 42, 0, 0, 0, 8}).putShort((short) 2);
    exif.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    exif.putShort((short) orientation).putShort((short) 0);
    exif.putShort((short) 0x010e).putShort((short) 2).putInt(place.length).putInt(38);
    exif.putInt(0).put(place);
    return ByteBuffer.allocate(plain.length + exif.capacity())
        .put(plain, 0, 2)
        .put(exif.flip())
        .put(plain, 2, plain.length - 2)
        .array();
  }

  /** The head of a PNG that says to be so large, and has no pixels. */
  static byte[] bomb(int width, int height) {
    var header = ByteBuffer.allocate(17).put("IHDR".getBytes(US_ASCII));
    header.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
    var crc = new CRC32();
    crc.update(header.array());
    return ByteBuffer.allocate(8 + 4 + 17 + 4)
        .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
        .putInt(13)
        .put(header.array())
        .putInt((int) crc.getValue())
        .array();
  }
}
