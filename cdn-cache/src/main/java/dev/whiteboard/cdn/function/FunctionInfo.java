package dev.whiteboard.cdn.function;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * A function that can be called.
 *
 * @param version 1, and one more with each module that takes the name over
 * @param bytes the module's size
 * @param sha256 of the module, in hexadecimal digits
 * @param hooks what it exports: {@code on_request}, {@code on_response}
 * @param bounds what it may take
 */
public record FunctionInfo(
    String name,
    long version,
    int bytes,
    String sha256,
    List<String> hooks,
    FunctionBounds bounds) {
  static FunctionInfo of(
      String name, long version, byte[] module, Collection<Hook> hooks, FunctionBounds bounds) {
    var exports = hooks.stream().map(Hook::export).toList();
    return new FunctionInfo(name, version, module.length, sha256(module), exports, bounds);
  }

  /** The same, of another version. */
  FunctionInfo withVersion(long other) {
    return new FunctionInfo(name, other, bytes, sha256, hooks, bounds);
  }

  private static String sha256(byte[] module) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(module));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
