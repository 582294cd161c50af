package dev.whiteboard.chat.push.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/** A mail server for one connection, which replies as it is told, and never to {@code QUIT}. */
public final class TestSmtp implements AutoCloseable {
  private final ServerSocket server;
  private final String toFrom;
  private final String toAddress;
  private final String toMail;

  private TestSmtp(ServerSocket server, String toFrom, String toAddress, String toMail) {
    this.server = server;
    this.toFrom = toFrom;
    this.toAddress = toAddress;
    this.toMail = toMail;
  }

  /**
   * Starts one on a free port. In replies a bar ends a line.
   *
   * @param toFrom its reply to whom a mail is from
   * @param toAddress its reply to whom it is for
   * @param toMail its reply to the mail itself
   */
  public static TestSmtp start(String toFrom, String toAddress, String toMail) throws IOException {
    var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    var smtp = new TestSmtp(server, toFrom, toAddress, toMail);
    var _ = Thread.ofVirtual().name("test-smtp").start(smtp::serve);
    return smtp;
  }

  int port() {
    return server.getLocalPort();
  }

  /** One that sends mails there. */
  public Mailer mailer() {
    return new Mailer(
        MailServer.parse("smtp://127.0.0.1:" + port()),
        new MailAddress("chat@whiteboard.example"),
        InstantSource.system(),
        Duration.ofSeconds(20));
  }

  private void serve() {
    try (var socket = server.accept()) {
      var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
      say(socket, "220 here");
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        say(socket, reply(line, lines));
      }
    } catch (IOException _) {
      // whoever called has gone
    }
  }

  private String reply(String line, BufferedReader lines) throws IOException {
    return switch (line.toUpperCase(Locale.ROOT).split("[ :]", 2)[0]) {
      case "MAIL" -> toFrom;
      case "RCPT" -> toAddress;
      case "DATA" -> "354 go on";
      case "QUIT" -> "";
      case "EHLO", "RSET" -> "250 yes";
      default -> {
        skipMail(lines);
        yield toMail;
      }
    };
  }

  private static void skipMail(BufferedReader lines) throws IOException {
    var line = lines.readLine();
    while (line != null && !line.equals(".")) {
      line = lines.readLine();
    }
  }

  private static void say(Socket socket, String reply) throws IOException {
    if (!reply.isEmpty()) {
      var lines = reply.replace("|", "\r\n") + "\r\n";
      socket.getOutputStream().write(lines.getBytes(US_ASCII));
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
