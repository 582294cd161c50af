package dev.whiteboard.cdn.book;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.whiteboard.cdn.function.FunctionBook;
import dev.whiteboard.cdn.function.FunctionBounds;
import dev.whiteboard.cdn.route.RouteParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A book as bytes, and back; and the question for one. Numbers are big-endian.
 *
 * <pre>
 *   question   0x01, text version, count: 2 bytes, each 64 digits    modules that the asker has
 *   book       0x01, text version, text routes, count: 2 bytes, functions
 *   function   text name, version: 8, run ms: 4, pages: 4, text sha256, module
 *   text       length in bytes: 4, UTF-8
 *   module     length in bytes: 4, bytes                -1 where the asker has it
 * </pre>
 */
public final class BookCodec {
  /** The longest question. */
  public static final int QUESTION_BYTES_MAX = 1 << 16;

  private static final int FORMAT = 1;
  private static final int NONE = -1;

  /** Far more than a process takes. */
  private static final int FUNCTIONS_MAX = 1_000;

  /** JSON of routes is longer than what they were written in; a character takes four bytes. */
  private static final int TEXT_BYTES_MAX = 16 * RouteParser.TEXT_CHARS_MAX;

  private static final int SHA_256_DIGITS = 64;
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private BookCodec() {}

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private interface Reading<T> {
    T from(DataInputStream in) throws IOException, BadBookException;
  }

  /**
   * A question for what is newer.
   *
   * @param version that whoever asks has
   * @param modules that they have
   */
  public record Question(BookVersion version, Set<String> modules) {
    /** Copies the modules. */
    public Question {
      modules = Set.copyOf(modules);
    }
  }

  /** A question for what is newer than this. */
  public static byte[] question(BookVersion version, Set<String> modules) {
    return bytes(out -> {
      text(out, version.toString());
      out.writeShort(modules.size());
      for (var sha256 : modules) {
        out.write(sha256.getBytes(UTF_8));
      }
    });
  }

  /**
   * A question.
   *
   * @throws BadBookException where it is no question
   */
  public static Question readQuestion(byte[] bytes) throws BadBookException {
    return whole(
        bytes,
        in -> {
          var version = version(in);
          var modules = new HashSet<String>();
          for (var left = count(in); left > 0; left--) {
            modules.add(sha256(new String(in.readNBytes(SHA_256_DIGITS), UTF_8)));
          }
          return new Question(version, modules);
        });
  }

  /** A book. */
  public static byte[] write(Book book) {
    return bytes(out -> {
      text(out, book.version().toString());
      text(out, book.routes());
      out.writeShort(book.functions().size());
      for (var function : book.functions()) {
        write(out, function);
      }
    });
  }

  private static void write(DataOutputStream out, Book.Function function) throws IOException {
    text(out, function.name());
    out.writeLong(function.version());
    out.writeInt((int) function.bounds().runMax().toMillis());
    out.writeInt(function.bounds().memoryPagesMax());
    text(out, function.sha256());
    if (function.module().isPresent()) {
      out.writeInt(function.module().get().length);
      out.write(function.module().get());
    } else {
      out.writeInt(NONE);
    }
  }

  /**
   * A book; whether it can hold is not looked at.
   *
   * @throws BadBookException where it is none, or has more than that
   */
  public static Book read(byte[] bytes) throws BadBookException {
    return whole(bytes, BookCodec::book);
  }

  private static Book book(DataInputStream in) throws IOException, BadBookException {
    var version = version(in);
    var routes = text(in);
    var functions = new ArrayList<Book.Function>();
    for (var left = count(in); left > 0; left--) {
      functions.add(function(in));
    }
    return new Book(version, routes, List.copyOf(functions));
  }

  private static Book.Function function(DataInputStream in) throws IOException, BadBookException {
    var name = text(in);
    var version = in.readLong();
    var bounds = new FunctionBounds(Duration.ofMillis(in.readInt()), in.readInt());
    var sha256 = sha256(text(in));
    var length = in.readInt();
    var module =
        length == NONE
            ? Optional.<byte[]>empty()
            : Optional.of(exactly(in, length, FunctionBook.MODULE_BYTES_MAX));
    return new Book.Function(name, version, bounds, sha256, module);
  }

  private static BookVersion version(DataInputStream in) throws IOException, BadBookException {
    return BookVersion.read(text(in)).orElseThrow(() -> new BadBookException("no version"));
  }

  private static int count(DataInputStream in) throws IOException, BadBookException {
    var count = in.readUnsignedShort();
    if (count > FUNCTIONS_MAX) {
      throw new BadBookException("too many functions: " + count);
    }
    return count;
  }

  private static String sha256(String text) throws BadBookException {
    if (!SHA_256.matcher(text).matches()) {
      throw new BadBookException("no SHA-256");
    }
    return text;
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException, BadBookException {
    return new String(exactly(in, in.readInt(), TEXT_BYTES_MAX), UTF_8);
  }

  /** A length that is not there is not believed: nothing is allocated for it. */
  private static byte[] exactly(DataInputStream in, int length, int lengthMax)
      throws IOException, BadBookException {
    if (length < 0 || length > lengthMax || length > in.available()) {
      throw new BadBookException("a length of " + length);
    }
    return in.readNBytes(length);
  }

  private static byte[] bytes(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not into memory
    }
    return bytes.toByteArray();
  }

  private static <T> T whole(byte[] bytes, Reading<T> reading) throws BadBookException {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != FORMAT) {
        throw new BadBookException("an unknown format");
      }
      var read = reading.from(in);
      if (in.available() > 0) {
        throw new BadBookException("more than it says");
      }
      return read;
    } catch (IOException e) {
      throw new BadBookException("it ends too early", e);
    }
  }
}
