package dev.whiteboard.chat.push.channel;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * Keys on the curve P-256, their points as Web Push writes them: uncompressed, 65 bytes (SEC 1,
 * section 2.3.3).
 */
final class P256 {
  /** Bytes of a point. */
  static final int POINT_BYTES = 65;

  private static final int NUMBER_BYTES = 32;
  private static final byte UNCOMPRESSED = 4;
  private static final String NAME = "secp256r1";
  private static final ECParameterSpec CURVE = curve();

  private P256() {}

  private static ECParameterSpec curve() {
    try {
      var parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(NAME));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /** A new pair. */
  static KeyPair newPair(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(NAME), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /** The point of a public key. */
  static byte[] encode(ECPublicKey key) {
    var bytes = new byte[POINT_BYTES];
    bytes[0] = UNCOMPRESSED;
    put(key.getW().getAffineX(), bytes, 1);
    put(key.getW().getAffineY(), bytes, 1 + NUMBER_BYTES);
    return bytes;
  }

  /**
   * The public key of a point; empty where it is none of the curve's. With one of another curve,
   * what is agreed on with it would tell of our private key.
   */
  static Optional<ECPublicKey> decode(byte[] bytes) {
    if (bytes.length != POINT_BYTES || bytes[0] != UNCOMPRESSED) {
      return Optional.empty();
    }
    var x = new BigInteger(1, Arrays.copyOfRange(bytes, 1, 1 + NUMBER_BYTES));
    var y = new BigInteger(1, Arrays.copyOfRange(bytes, 1 + NUMBER_BYTES, POINT_BYTES));
    return isOnCurve(x, y) ? Optional.of(key(new ECPoint(x, y))) : Optional.empty();
  }

  /** Whether y² = x³ + ax + b, modulo p. */
  private static boolean isOnCurve(BigInteger x, BigInteger y) {
    var p = ((ECFieldFp) CURVE.getCurve().getField()).getP();
    var right = x.pow(3).add(CURVE.getCurve().getA().multiply(x)).add(CURVE.getCurve().getB());
    return x.compareTo(p) < 0
        && y.compareTo(p) < 0
        && y.pow(2).subtract(right).mod(p).signum() == 0;
  }

  private static ECPublicKey key(ECPoint point) {
    try {
      var spec = new ECPublicKeySpec(point, CURVE);
      return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  private static void put(BigInteger number, byte[] bytes, int at) {
    var digits = number.toByteArray(); // which begins with a zero where the first bit is set
    var length = Math.min(NUMBER_BYTES, digits.length);
    System.arraycopy(digits, digits.length - length, bytes, at + NUMBER_BYTES - length, length);
  }
}
