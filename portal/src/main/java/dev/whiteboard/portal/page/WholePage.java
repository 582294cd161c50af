package dev.whiteboard.portal.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.kit.http.Reply;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A page that has all that it needs in itself, shown as it is: it loads nothing, runs nothing, and
 * has the one style that it came with.
 */
final class WholePage {
  /** That it is the one which is there is told by its hash. */
  private static final Pattern STYLE = Pattern.compile("(?s)<style>(.*?)</style>");

  private WholePage() {}

  static Reply reply(String html) {
    return Reply.html(200, html)
        .with("Cache-Control", "no-cache")
        .with("Content-Security-Policy", policy(html));
  }

  private static String policy(String html) {
    var styles = new StringBuilder("style-src 'self'");
    STYLE
        .matcher(html)
        .results()
        .forEach(style -> styles.append(" 'sha256-").append(sha256(style.group(1))).append('\''));
    return "default-src 'none'; "
        + styles
        + "; img-src data:; base-uri 'none';"
        + " form-action 'none'; frame-ancestors 'none'";
  }

  private static String sha256(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
