package dev.whiteboard.chat.push.channel;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that takes mails from us.
 *
 * @param host its name
 * @param port its port
 * @param tls whether it speaks TLS from the first byte
 * @param login who we are there; empty where it does not ask
 */
public record MailServer(String host, int port, boolean tls, Optional<Login> login) {
  private static final int SMTPS_PORT = 465;
  private static final int SUBMISSION_PORT = 587;

  /**
   * Who we are there.
   *
   * @param user our name
   * @param password what proves it
   */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return "a login";
    }
  }

  /**
   * Reads {@code smtp://user:password@host:port}; {@code smtps} for TLS from the first byte. A
   * password goes over TLS alone: with {@code smtp} after STARTTLS.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static MailServer parse(String text) {
    var url = URI.create(text);
    var tls = "smtps".equals(url.getScheme());
    if ((!tls && !"smtp".equals(url.getScheme())) || url.getHost() == null) {
      throw new IllegalArgumentException("no mail server");
    }
    var defaultPort = tls ? SMTPS_PORT : SUBMISSION_PORT;
    var port = url.getPort() < 0 ? defaultPort : url.getPort();
    return new MailServer(url.getHost(), port, tls, login(url.getRawUserInfo()));
  }

  private static Optional<Login> login(@Nullable String userInfo) {
    if (userInfo == null) {
      return Optional.empty();
    }
    var colon = userInfo.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("a user without a password");
    }
    return Optional.of(
        new Login(decoded(userInfo.substring(0, colon)), decoded(userInfo.substring(colon + 1))));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
