package dev.whiteboard.shortener.qr;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/**
 * The modules of a QR code (ISO/IEC 18004), its quiet zone among them.
 *
 * <p>Error correction is M: it is read with 15 % of it covered or torn.
 */
public final class QrCode {
  /** Light modules around it, without which a reader does not find it. */
  static final int QUIET_ZONE = 4;

  private final ByteMatrix modules;

  private QrCode(ByteMatrix modules) {
    this.modules = modules;
  }

  /**
   * The code that says this.
   *
   * @throws IllegalArgumentException where the text is longer than a QR code can hold, 2,331 bytes
   */
  public static QrCode of(String text) {
    try {
      return new QrCode(Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix());
    } catch (WriterException e) {
      throw new IllegalArgumentException("no QR code holds " + text.length() + " characters", e);
    }
  }

  /** Modules along one side, the quiet zone included. */
  public int side() {
    return modules.getWidth() + 2 * QUIET_ZONE;
  }

  /** Whether a module is dark; those of the quiet zone never are. */
  boolean isDark(int x, int y) {
    return isInside(x) && isInside(y) && modules.get(x - QUIET_ZONE, y - QUIET_ZONE) == 1;
  }

  private boolean isInside(int at) {
    return at >= QUIET_ZONE && at < side() - QUIET_ZONE;
  }
}
