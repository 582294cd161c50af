package dev.whiteboard.shortener.qr;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Draws a QR code as PNG (RFC 2083): grey, one bit a pixel.
 *
 * <p>Written out here, as the JDK's own writer brings all of AWT along: a PNG is a signature and
 * three chunks, each of them length, name, bytes and checksum.
 */
public final class QrPng {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /** One bit a pixel, grey, and the only compression, filters and (no) interlacing there are. */
  private static final byte[] KIND = {1, 0, 0, 0, 0};

  /** Length, name and checksum of a chunk. */
  private static final int CHUNK_FRAME_BYTES = 12;

  private QrPng() {}

  /** The fewest pixels along one side that show each module. */
  public static int smallest(QrCode code) {
    return code.side();
  }

  /**
   * The picture. Each module is a square of whole pixels, so that its edges are sharp; what is left
   * over widens the quiet zone.
   *
   * @param size pixels along one side
   * @throws IllegalArgumentException where there are fewer pixels than modules
   */
  public static byte[] draw(QrCode code, int size) {
    if (size < smallest(code)) {
      throw new IllegalArgumentException(size + " pixels for " + code.side() + " modules");
    }
    var header = ByteBuffer.allocate(8 + KIND.length).putInt(size).putInt(size).put(KIND).array();
    var png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    png.writeBytes(chunk("IHDR", header));
    png.writeBytes(chunk("IDAT", compress(rows(code, size))));
    png.writeBytes(chunk("IEND", new byte[0]));
    return png.toByteArray();
  }

  /** Row by row, a byte that says "unfiltered" and a bit for each pixel, 1 for white. */
  private static byte[] rows(QrCode code, int size) {
    var pixelsEach = size / code.side();
    var margin = (size - pixelsEach * code.side()) / 2;
    var rowBytes = 1 + (size + 7) / 8;
    var rows = new byte[rowBytes * size];
    for (var y = 0; y < size; y++) {
      for (var x = 0; x < size; x++) {
        if (!code.isDark(module(x, margin, pixelsEach), module(y, margin, pixelsEach))) {
          rows[y * rowBytes + 1 + x / 8] |= (byte) (0x80 >> (x % 8));
        }
      }
    }
    return rows;
  }

  private static int module(int pixel, int margin, int pixelsEach) {
    return Math.floorDiv(pixel - margin, pixelsEach);
  }

  private static byte[] compress(byte[] bytes) {
    try (var deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
      deflater.setInput(bytes);
      deflater.finish();
      var compressed = new ByteArrayOutputStream();
      var part = new byte[4_096];
      while (!deflater.finished()) {
        compressed.write(part, 0, deflater.deflate(part));
      }
      return compressed.toByteArray();
    }
  }

  private static byte[] chunk(String name, byte[] bytes) {
    var nameBytes = name.getBytes(ISO_8859_1);
    var checksum = new CRC32();
    checksum.update(nameBytes);
    checksum.update(bytes);
    return ByteBuffer.allocate(CHUNK_FRAME_BYTES + bytes.length)
        .putInt(bytes.length)
        .put(nameBytes)
        .put(bytes)
        .putInt((int) checksum.getValue())
        .array();
  }
}
