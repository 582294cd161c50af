package dev.whiteboard.cdn.purge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads what {@link WireWriter} wrote, or refuses with an {@link IllegalArgumentException}. */
final class WireReader {
  private final ByteBuffer buffer;

  WireReader(byte[] bytes) {
    buffer = ByteBuffer.wrap(bytes);
  }

  int number1() {
    return Byte.toUnsignedInt(whole(buffer::get));
  }

  /** One that is less than a bound. */
  int number1(int bound) {
    var number = number1();
    if (number >= bound) {
      throw new IllegalArgumentException(number + " is not less than " + bound);
    }
    return number;
  }

  int number2() {
    return Short.toUnsignedInt(whole(buffer::getShort));
  }

  long number8() {
    return whole(buffer::getLong);
  }

  /** A count, and no more than so many. */
  int count(int countMax) {
    var count = number2();
    if (count > countMax) {
      throw new IllegalArgumentException(count + " entries, and " + countMax + " are allowed");
    }
    return count;
  }

  String text() {
    var length = number2();
    if (length > buffer.remaining()) {
      throw new IllegalArgumentException("cut off");
    }
    var bytes = buffer.slice(buffer.position(), length);
    buffer.position(buffer.position() + length);
    try {
      return UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a text that is not UTF-8", e);
    }
  }

  List<String> texts(int countMax) {
    return list(countMax, this::text);
  }

  <T> List<T> list(int countMax, Supplier<T> one) {
    var count = count(countMax);
    var read = new ArrayList<T>();
    for (var i = 0; i < count; i++) {
      read.add(one.get());
    }
    return read;
  }

  void end() {
    if (buffer.hasRemaining()) {
      throw new IllegalArgumentException(buffer.remaining() + " bytes too many");
    }
  }

  private static <T> T whole(Supplier<T> number) {
    try {
      return number.get();
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("cut off", e);
    }
  }
}
