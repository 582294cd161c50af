package dev.whiteboard.chat.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to become a WebSocket, right and wrong, as they come over the wire. */
final class HandshakeTest {
  private static SocketNode plain;
  private static SocketNode strict;

  @BeforeAll
  static void open() throws TimeoutException {
    plain = SocketNode.of(SocketOptions.DEFAULT);
    strict =
        SocketNode.of(
            new SocketOptions(
                1_000,
                1_000,
                1_000,
                Duration.ofSeconds(5),
                Set.of("https://chat.example"),
                List.of("chat.v1+json", "chat.v2+json"),
                true));
  }

  @AfterAll
  static void close() throws TimeoutException {
    plain.close();
    strict.close();
  }

  @Test
  void accept_exampleOfTheRfc_isAnsweredWithItsProof() throws IOException {
    assertThat(answer(plain, Map.of()))
        .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
        .containsIgnoringCase("\r\nUpgrade: websocket\r\n")
        .containsIgnoringCase("\r\nConnection: Upgrade\r\n")
        .containsIgnoringCase("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
        .containsIgnoringCase("\r\nX-Request-Id: ")
        .doesNotContainIgnoringCase("Sec-WebSocket-Protocol")
        .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
  }

  @ParameterizedTest
  @CsvSource({
    "Connection, 'keep-alive, Upgrade'",
    "Connection, upgrade",
    "Upgrade, WebSocket",
    "Upgrade, 'h2c, websocket'"
  })
  void accept_tokensInListsAndAnyCase_isAccepted(String header, String value) throws IOException {
    assertThat(answer(plain, Map.of(header, value))).startsWith("HTTP/1.1 101 ");
  }

  @ParameterizedTest
  @CsvSource({
    "Upgrade, ''",
    "Upgrade, websockets",
    "Sec-WebSocket-Version, ''",
    "Sec-WebSocket-Version, 8",
    "Sec-WebSocket-Version, '13, 8'"
  })
  void accept_notThisProtocol_is426WithWhatIsSpoken(String header, String value)
      throws IOException {
    assertThat(answer(plain, Map.of(header, value)))
        .startsWith("HTTP/1.1 426 ")
        .containsIgnoringCase("\r\nUpgrade: websocket\r\n")
        .containsIgnoringCase("\r\nConnection: Upgrade\r\n")
        .containsIgnoringCase("\r\nSec-WebSocket-Version: 13\r\n")
        .containsIgnoringCase("\r\nContent-Type: application/problem+json\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "Connection, ''",
    "Connection, keep-alive",
    "Host, ''",
    "Sec-WebSocket-Key, ''",
    "Sec-WebSocket-Key, dGhlIHNhbXBsZSBub25jZQ",
    "Sec-WebSocket-Key, dGhlIHNhbXBsZSBub25jZWU=",
    "Sec-WebSocket-Key, !GhlIHNhbXBsZSBub25jZQ==",
    "Content-Length, 0",
    "Transfer-Encoding, chunked"
  })
  void accept_malformed_is400(String header, String value) throws IOException {
    assertThat(answer(plain, Map.of(header, value)))
        .startsWith("HTTP/1.1 400 ")
        .containsIgnoringCase("\r\nContent-Type: application/problem+json\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /socket HTTP/1.1", "GET /socket HTTP/1.0"})
  void accept_otherMethodOrVersion_is400(String line) throws IOException {
    var request =
        new String(RawClient.request(Map.of()), ISO_8859_1).replace("GET /socket HTTP/1.1", line);

    assertThat(exchange(plain, request.getBytes(ISO_8859_1)))
        .startsWith("HTTP/1.")
        .contains(" 400 ");
  }

  @Test
  void accept_twoKeys_is400() throws IOException {
    var request =
        new String(RawClient.request(Map.of()), ISO_8859_1)
            .replace(
                "Host: 127.0.0.1\r\n",
                """
                Host: 127.0.0.1\r
                Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                """);

    assertThat(exchange(plain, request.getBytes(ISO_8859_1))).startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1",
        "https://127.0.0.1",
        "https://chat.example",
        "HTTPS://Chat.Example"
      })
  void accept_originOfOursOrOnTheList_isAccepted(String origin) throws IOException {
    assertThat(answer(strict, Map.of("Origin", origin, "Sec-WebSocket-Protocol", "chat.v1+json")))
        .startsWith("HTTP/1.1 101 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "http://chat.example",
        "https://chat.example:8443",
        "https://chat.example.evil.example",
        "https://evil.example",
        "http://127.0.0.1:80",
        "http://127.0.0.1.evil.example",
        "ftp://127.0.0.1",
        "*"
      })
  void accept_otherOrigin_is403(String origin) throws IOException {
    assertThat(answer(strict, Map.of("Origin", origin, "Sec-WebSocket-Protocol", "chat.v1+json")))
        .startsWith("HTTP/1.1 403 ")
        .containsIgnoringCase("\r\nContent-Type: application/problem+json\r\n");
  }

  @Test
  void accept_twoOrigins_is403() throws IOException {
    var request =
        new String(RawClient.request(Map.of("Sec-WebSocket-Protocol", "chat.v1+json")), ISO_8859_1)
            .replace("Host:", "Origin: https://chat.example\r\nOrigin: https://evil\r\nHost:");

    assertThat(exchange(strict, request.getBytes(ISO_8859_1))).startsWith("HTTP/1.1 403 ");
  }

  @ParameterizedTest
  @CsvSource({
    "chat.v1+json, chat.v1+json",
    "'chat.v2+json, chat.v1+json', chat.v2+json",
    "'soap, chat.v1+json', chat.v1+json"
  })
  void accept_subprotocols_theFirstThatIsSpokenIsChosen(String offered, String chosen)
      throws IOException {
    assertThat(answer(strict, Map.of("Sec-WebSocket-Protocol", offered)))
        .containsIgnoringCase("\r\nSec-WebSocket-Protocol: " + chosen + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "chat.v1", "CHAT.V1+JSON", "chat.v1+json2"})
  void accept_subprotocolThatIsNotSpoken_is400(String offered) throws IOException {
    assertThat(answer(strict, Map.of("Sec-WebSocket-Protocol", offered)))
        .startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; server_no_context_takeover; client_max_window_bits=\"10\"",
        "x-unknown, permessage-deflate; server_max_window_bits=15",
        "permessage-deflate; server_max_window_bits=9, permessage-deflate"
      })
  void accept_compressionOfferedInATakenForm_isAgreedWithoutContext(String offer)
      throws IOException {
    assertThat(answer(strict, offering(offer)))
        .containsIgnoringCase(
            "\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
                + " client_no_context_takeover\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "permessage-bzip2",
        "permessage-deflate; server_max_window_bits=9",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; client_max_window_bits=16",
        "permessage-deflate; client_no_context_takeover=1",
        "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; something"
      })
  void accept_compressionInNoTakenForm_isLeftOut(String offer) throws IOException {
    assertThat(answer(strict, offering(offer)))
        .startsWith("HTTP/1.1 101 ")
        .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
  }

  private static Map<String, String> offering(String extensions) {
    return Map.of("Sec-WebSocket-Protocol", "chat.v1+json", "Sec-WebSocket-Extensions", extensions);
  }

  private static String answer(SocketNode node, Map<String, String> otherwise) throws IOException {
    return exchange(node, RawClient.request(otherwise));
  }

  private static String exchange(SocketNode node, byte[] request) throws IOException {
    try (var client = RawClient.connect(node.port())) {
      client.send(request);
      return client.readAnswer();
    }
  }
}
