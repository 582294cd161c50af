package dev.whiteboard.chat.push.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The receiving side of a push, as a browser has it, from the RFCs' text and by other means than
 * the sender: HKDF by hand (RFC 5869), points as the end of an X.509 key.
 */
public final class TestBrowser {
  /** What stands before the point in the encoding of a P-256 key (RFC 5480). */
  private static final byte[] SPKI =
      HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

  private static final int POINT_BYTES = 65;

  private final KeyPair keys;
  private final byte[] auth;

  private TestBrowser(KeyPair keys, byte[] auth) {
    this.keys = keys;
    this.auth = auth;
  }

  /** One with keys of its own. */
  public static TestBrowser create() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var auth = new byte[16];
    new SecureRandom().nextBytes(auth);
    return new TestBrowser(generator.generateKeyPair(), auth);
  }

  /** A public key of a point in base64url. */
  public static PublicKey key(String point) throws GeneralSecurityException {
    return key(Base64.getUrlDecoder().decode(point));
  }

  private static PublicKey key(byte[] point) throws GeneralSecurityException {
    return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(join(SPKI, point)));
  }

  public String p256dh() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(point());
  }

  public String auth() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(auth);
  }

  private byte[] point() {
    var encoded = keys.getPublic().getEncoded();
    return Arrays.copyOfRange(encoded, encoded.length - POINT_BYTES, encoded.length);
  }

  /** Reads a message of one record. */
  public byte[] decrypt(byte[] message) throws GeneralSecurityException {
    var in = ByteBuffer.wrap(message);
    var salt = take(in, 16);
    var recordSize = in.getInt();
    var sender = take(in, in.get());
    var record = take(in, in.remaining());
    if (record.length > recordSize || sender.length != POINT_BYTES) {
      throw new GeneralSecurityException("not one record of a push");
    }
    var plain = opened(record, salt, keying(sender));
    var end = plain.length - 1;
    while (plain[end] == 0) {
      end--;
    }
    if (plain[end] != 2) {
      throw new GeneralSecurityException("not the last record");
    }
    return Arrays.copyOf(plain, end);
  }

  private byte[] keying(byte[] sender) throws GeneralSecurityException {
    var agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(keys.getPrivate());
    agreement.doPhase(key(sender), true);
    var info = join("WebPush: info\0".getBytes(US_ASCII), point(), sender);
    return hkdf(auth, agreement.generateSecret(), info, 32);
  }

  private static byte[] opened(byte[] record, byte[] salt, byte[] keying)
      throws GeneralSecurityException {
    var key = hkdf(salt, keying, "Content-Encoding: aes128gcm\0".getBytes(US_ASCII), 16);
    var nonce = hkdf(salt, keying, "Content-Encoding: nonce\0".getBytes(US_ASCII), 12);
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    return cipher.doFinal(record);
  }

  /** Of one block, which is enough for 32 bytes. */
  private static byte[] hkdf(byte[] salt, byte[] keying, byte[] info, int bytes)
      throws GeneralSecurityException {
    var extracted = hmac(salt, keying);
    return Arrays.copyOf(hmac(extracted, join(info, new byte[] {1})), bytes);
  }

  private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text);
  }

  private static byte[] take(ByteBuffer in, int bytes) {
    var taken = new byte[bytes];
    in.get(taken);
    return taken;
  }

  private static byte[] join(byte[]... parts) {
    var joined = new ByteArrayOutputStream();
    for (var part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
