package dev.whiteboard.cdn.message;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a structured field may hold (RFC 9651, 3). */
public sealed interface StructuredValue {
  /** One value. */
  sealed interface Bare {}

  /** A whole number of at most 15 digits. */
  record Whole(long value) implements Bare {}

  /** A number of at most 12 digits and 3 behind the point. */
  record Decimal(BigDecimal value) implements Bare {}

  /** A quoted string, without its quotes. */
  record Text(String value) implements Bare {}

  /** A word. */
  record Token(String value) implements Bare {}

  /** Bytes that came as Base64. */
  record Bytes(ByteBuffer value) implements Bare {}

  /** {@code ?1} or {@code ?0}, or a key that stands alone. */
  record Bool(boolean value) implements Bare {}

  /** A moment, in seconds since the epoch. */
  record Date(Instant value) implements Bare {}

  /** Unicode text that came percent-encoded. */
  record Display(String value) implements Bare {}

  /** Values by name, in their order. */
  Map<String, Bare> parameters();

  /** A value with parameters. */
  record Item(Bare bare, Map<String, Bare> parameters) implements StructuredValue {}

  /** Some values in parentheses, with parameters of their own. */
  record InnerList(List<Item> items, Map<String, Bare> parameters) implements StructuredValue {}
}
