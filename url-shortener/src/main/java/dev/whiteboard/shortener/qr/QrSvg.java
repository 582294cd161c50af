package dev.whiteboard.shortener.qr;

/**
 * Draws a QR code as SVG: one path, dark on white.
 *
 * <p>The white is part of the picture. On a dark page the code would be light on dark, which many
 * readers can't read.
 */
public final class QrSvg {
  private QrSvg() {}

  /**
   * The picture.
   *
   * @param size pixels along one side, where nobody scales it
   */
  public static String draw(QrCode code, int size) {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%1$d" viewBox="0 0 %2$d %2$d" \
    shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%2$dv%2$dH0z"/><path d="%3$s"/></svg>
    """
        .formatted(size, code.side(), path(code));
  }

  /** A rectangle for each run of dark modules in a row. */
  private static String path(QrCode code) {
    var path = new StringBuilder();
    for (var y = 0; y < code.side(); y++) {
      var x = 0;
      while (x < code.side()) {
        var length = darkFrom(code, x, y);
        if (length > 0) {
          path.append("M%d %dh%dv1h-%dz".formatted(x, y, length, length));
        }
        x += length + 1;
      }
    }
    return path.toString();
  }

  private static int darkFrom(QrCode code, int x, int y) {
    var end = x;
    while (code.isDark(end, y)) {
      end++;
    }
    return end - x;
  }
}
