package dev.whiteboard.chat.push.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class MessageEncryptionTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** RFC 8291, section 5 and appendix A. */
  private static final String PLAIN = "When I grow up, I want to be a watermelon";

  private static final String AS_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
  private static final String AS_PUBLIC =
      "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
  private static final String UA_PUBLIC =
      "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
  private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";
  private static final String SALT = "DGv6ra1nlYgDCS1FRnbzlw";
  private static final String MESSAGE =
      "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
          + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
          + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

  @Test
  void encrypt_exampleOfTheRfc_hasItsBytes() throws Exception {
    var to = BrowserKeys.parse(UA_PUBLIC, AUTH).orElseThrow();

    var message = MessageEncryption.encrypt(PLAIN.getBytes(UTF_8), to, ownKeys(), bytes(SALT));

    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(message)).isEqualTo(MESSAGE);
  }

  private static KeyPair ownKeys() throws Exception {
    var point = P256.decode(bytes(AS_PUBLIC)).orElseThrow();
    var number = new BigInteger(1, bytes(AS_PRIVATE));
    var spec = new ECPrivateKeySpec(number, point.getParams());
    return new KeyPair(point, KeyFactory.getInstance("EC").generatePrivate(spec));
  }

  private static byte[] bytes(String base64) {
    return Base64.getUrlDecoder().decode(base64);
  }

  /** The receiver shares no code with the sender. */
  @Property(tries = 50)
  void encrypt_anything_isReadByTheBrowserAlone(@ForAll @Size(max = 3_000) byte[] plain)
      throws Exception {
    var browser = TestBrowser.create();
    var other = TestBrowser.create();
    var keys = BrowserKeys.parse(browser.p256dh(), browser.auth()).orElseThrow();

    var message = new MessageEncryption(RANDOM).encrypt(plain, keys);

    assertThat(browser.decrypt(message)).isEqualTo(plain);
    assertThatThrownBy(() -> other.decrypt(message)).isInstanceOf(Exception.class);
  }

  @Test
  void encrypt_twice_differs() throws Exception {
    var browser = TestBrowser.create();
    var keys = BrowserKeys.parse(browser.p256dh(), browser.auth()).orElseThrow();
    var encryption = new MessageEncryption(RANDOM);

    assertThat(encryption.encrypt(new byte[3], keys))
        .isNotEqualTo(encryption.encrypt(new byte[3], keys));
  }

  @Test
  void encrypt_largest_fitsAMessage_andOneMoreDoesNot() throws Exception {
    var browser = TestBrowser.create();
    var keys = BrowserKeys.parse(browser.p256dh(), browser.auth()).orElseThrow();
    var encryption = new MessageEncryption(RANDOM);
    var largest = new byte[MessageEncryption.PLAIN_BYTES_MAX];

    assertThat(encryption.encrypt(largest, keys)).hasSize(4_096);
    assertThatThrownBy(() -> encryption.encrypt(new byte[largest.length + 1], keys))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keys_thatAreNoneOfTheCurve_areRefused() {
    var point = bytes(UA_PUBLIC);
    point[64] ^= 1;
    var elsewhere = Base64.getUrlEncoder().encodeToString(point);

    assertThat(BrowserKeys.parse(elsewhere, AUTH)).isEmpty();
    assertThat(BrowserKeys.parse(UA_PUBLIC, "c2hvcnQ")).isEmpty();
    assertThat(BrowserKeys.parse("AAAA", AUTH)).isEmpty();
    assertThat(BrowserKeys.parse("no base64!", AUTH)).isEmpty();
    var zero = Base64.getUrlEncoder().encodeToString(zeroPoint());
    assertThat(BrowserKeys.parse(zero, AUTH)).isEmpty();
  }

  private static byte[] zeroPoint() {
    var point = new byte[65];
    point[0] = 4;
    return point;
  }

  /** One in 128 has a number that begins with a zero byte. */
  @Test
  void point_ofAnyPair_comesBack() {
    for (var i = 0; i < 500; i++) {
      var key = (ECPublicKey) P256.newPair(RANDOM).getPublic();

      assertThat(P256.decode(P256.encode(key)).orElseThrow().getW()).isEqualTo(key.getW());
    }
  }

  @Test
  void keys_kept_comeBack() throws Exception {
    var browser = TestBrowser.create();
    var keys = BrowserKeys.parse(browser.p256dh(), browser.auth()).orElseThrow();

    assertThat(BrowserKeys.kept(keys.bytes()).bytes()).isEqualTo(keys.bytes());
    assertThatThrownBy(() -> BrowserKeys.kept(new byte[10]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
