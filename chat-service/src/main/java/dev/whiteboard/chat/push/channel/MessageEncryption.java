package dev.whiteboard.chat.push.channel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a message for a browser, so that the push service in between can't read it (RFC 8291).
 * Each message has a key pair and a salt of its own.
 */
public final class MessageEncryption {
  /*
   *   ECDH(our new private key, the browser's public key)          32 bytes
   *     │  HKDF, salt: the browser's secret
   *     │        info: "WebPush: info" 0, both public keys
   *     ▾
   *   keying material                                              32 bytes
   *     │  HKDF, salt: 16 random bytes
   *     ├▸ info: "Content-Encoding: aes128gcm" 0   ─▸ key          16 bytes
   *     └▸ info: "Content-Encoding: nonce" 0       ─▸ nonce        12 bytes
   *
   *   The message (RFC 8188, one record):
   *
   *   salt 16 │ record size 4 │ 65 │ our public key 65 │ AES-128-GCM(words, 2) │ tag 16
   *
   * The 2 says that it is the last record. A record is larger than any message that push services
   * take, so there is never a second one.
   */

  /** What a message is encoded as, for the header {@code Content-Encoding}. */
  static final String CODING = "aes128gcm";

  /** Push services take messages of so many bytes (RFC 8030, section 7.2). */
  private static final int MESSAGE_BYTES_MAX = 4096;

  private static final int SALT_BYTES = 16;
  private static final int HEADER_BYTES = SALT_BYTES + Integer.BYTES + 1 + P256.POINT_BYTES;
  private static final int TAG_BYTES = 16;
  private static final byte LAST_RECORD = 2;

  /** What is to be encrypted has so many bytes at most. */
  public static final int PLAIN_BYTES_MAX = MESSAGE_BYTES_MAX - HEADER_BYTES - TAG_BYTES - 1;

  private static final int KEYING_BYTES = 32;
  private static final int KEY_BYTES = 16;
  private static final int NONCE_BYTES = 12;

  private static final byte[] KEYING_INFO = "WebPush: info\0".getBytes(US_ASCII);
  private static final byte[] KEY_INFO = "Content-Encoding: aes128gcm\0".getBytes(US_ASCII);
  private static final byte[] NONCE_INFO = "Content-Encoding: nonce\0".getBytes(US_ASCII);

  private final SecureRandom random;

  /** With a source of key pairs and salts. */
  public MessageEncryption(SecureRandom random) {
    this.random = random;
  }

  /**
   * Encrypts one message.
   *
   * @param plain at most {@link #PLAIN_BYTES_MAX} bytes
   * @throws IllegalArgumentException where it has more
   */
  public byte[] encrypt(byte[] plain, BrowserKeys to) {
    var salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return encrypt(plain, to, P256.newPair(random), salt);
  }

  /** With a key pair and a salt that are given. */
  static byte[] encrypt(byte[] plain, BrowserKeys to, KeyPair own, byte[] salt) {
    if (plain.length > PLAIN_BYTES_MAX) {
      throw new IllegalArgumentException("a message of " + plain.length + " bytes");
    }
    try {
      var ownPoint = P256.encode((ECPublicKey) own.getPublic());
      var keying = keying(to, own, ownPoint);
      return ByteBuffer.allocate(HEADER_BYTES + plain.length + 1 + TAG_BYTES)
          .put(salt)
          .putInt(MESSAGE_BYTES_MAX)
          .put((byte) ownPoint.length)
          .put(ownPoint)
          .put(sealed(plain, keying, salt))
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has ECDH, HKDF and AES-GCM", e);
    }
  }

  private static byte[] keying(BrowserKeys to, KeyPair own, byte[] ownPoint)
      throws GeneralSecurityException {
    var agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(own.getPrivate());
    agreement.doPhase(to.publicKey(), true);
    var info =
        ByteBuffer.allocate(KEYING_INFO.length + 2 * P256.POINT_BYTES)
            .put(KEYING_INFO)
            .put(P256.encode(to.publicKey()))
            .put(ownPoint)
            .array();
    return hkdf(to.secret(), agreement.generateSecret(), info, KEYING_BYTES);
  }

  private static byte[] sealed(byte[] plain, byte[] keying, byte[] salt)
      throws GeneralSecurityException {
    var key = new SecretKeySpec(hkdf(salt, keying, KEY_INFO, KEY_BYTES), "AES");
    var nonce = hkdf(salt, keying, NONCE_INFO, NONCE_BYTES);
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    var record = ByteBuffer.allocate(plain.length + 1).put(plain).put(LAST_RECORD).array();
    return cipher.doFinal(record);
  }

  private static byte[] hkdf(byte[] salt, byte[] keying, byte[] info, int bytes)
      throws GeneralSecurityException {
    return KDF.getInstance("HKDF-SHA256")
        .deriveData(
            HKDFParameterSpec.ofExtract().addIKM(keying).addSalt(salt).thenExpand(info, bytes));
  }
}
