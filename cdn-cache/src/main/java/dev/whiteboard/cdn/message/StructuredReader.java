package dev.whiteboard.cdn.message;

import dev.whiteboard.cdn.message.StructuredValue.Bare;
import dev.whiteboard.cdn.message.StructuredValue.Bool;
import dev.whiteboard.cdn.message.StructuredValue.Bytes;
import dev.whiteboard.cdn.message.StructuredValue.Date;
import dev.whiteboard.cdn.message.StructuredValue.Decimal;
import dev.whiteboard.cdn.message.StructuredValue.Display;
import dev.whiteboard.cdn.message.StructuredValue.Text;
import dev.whiteboard.cdn.message.StructuredValue.Token;
import dev.whiteboard.cdn.message.StructuredValue.Whole;
import java.io.ByteArrayOutputStream;
import java.io.Serial;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** The words of structured fields (RFC 9651, 4.2.3 and after), one after the other. */
final class StructuredReader {
  private static final int WHOLE_DIGITS_MAX = 15;
  private static final int DECIMAL_DIGITS_MAX = 12;
  private static final int FRACTION_DIGITS_MAX = 3;
  private static final String KEY_MORE = "_-.*";
  private static final String TOKEN_MORE = "!#$%&'*+-.^_`|~:/";

  private final String text;
  private int at;

  /** At the start of a field value. */
  StructuredReader(String text) {
    this.text = text;
  }

  /** The text is no structured field. Costs no stack trace: whoever sends these may send many. */
  static final class Malformed extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private Malformed(String message) {
      super(message, null, false, false);
    }
  }

  boolean atEnd() {
    return at == text.length();
  }

  boolean peekIs(char expected) {
    return !atEnd() && text.charAt(at) == expected;
  }

  boolean skip(char expected) {
    if (!peekIs(expected)) {
      return false;
    }
    at++;
    return true;
  }

  void skipBlanks() {
    while (peekIs(' ')) {
      at++;
    }
  }

  void skipOptionalWhitespace() {
    while (peekIs(' ') || peekIs('\t')) {
      at++;
    }
  }

  void expect(char expected) throws Malformed {
    require(skip(expected));
  }

  void require(boolean holds) throws Malformed {
    if (!holds) {
      throw new Malformed("no structured field from character " + at + " on");
    }
  }

  String key() throws Malformed {
    require(!atEnd() && (isLower(text.charAt(at)) || text.charAt(at) == '*'));
    var from = at;
    while (!atEnd() && isOfKey(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  Bare bare() throws Malformed {
    require(!atEnd());
    var first = text.charAt(at);
    return switch (first) {
      case '"' -> new Text(string());
      case '?' -> bool();
      case ':' -> bytes();
      case '@' -> date();
      case '%' -> display();
      default -> first == '-' || isDigit(first) ? number() : token();
    };
  }

  private Bare number() throws Malformed {
    var from = at;
    skip('-');
    var whole = digits();
    require(whole > 0);
    if (!skip('.')) {
      require(whole <= WHOLE_DIGITS_MAX);
      return new Whole(Long.parseLong(text, from, at, 10));
    }
    var fraction = digits();
    require(whole <= DECIMAL_DIGITS_MAX && fraction > 0 && fraction <= FRACTION_DIGITS_MAX);
    return new Decimal(new BigDecimal(text.substring(from, at)));
  }

  /** How many there were. */
  private int digits() {
    var from = at;
    while (!atEnd() && isDigit(text.charAt(at))) {
      at++;
    }
    return at - from;
  }

  private Token token() throws Malformed {
    require(isLetter(text.charAt(at)) || text.charAt(at) == '*');
    var from = at;
    while (!atEnd() && isOfToken(text.charAt(at))) {
      at++;
    }
    return new Token(text.substring(from, at));
  }

  private String string() throws Malformed {
    expect('"');
    var string = new StringBuilder();
    while (!skip('"')) {
      require(!atEnd());
      var next = text.charAt(at++);
      if (next == '\\') {
        require(peekIs('"') || peekIs('\\'));
        next = text.charAt(at++);
      }
      require(next >= ' ' && next <= '~');
      string.append(next);
    }
    return string.toString();
  }

  private Bool bool() throws Malformed {
    expect('?');
    require(peekIs('0') || peekIs('1'));
    return new Bool(text.charAt(at++) == '1');
  }

  private Date date() throws Malformed {
    expect('@');
    require(!atEnd());
    var number = number();
    require(number instanceof Whole);
    return new Date(Instant.ofEpochSecond(((Whole) number).value()));
  }

  private Bytes bytes() throws Malformed {
    expect(':');
    var end = text.indexOf(':', at);
    require(end >= 0);
    var encoded = text.substring(at, end);
    at = end + 1;
    try {
      return new Bytes(ByteBuffer.wrap(Base64.getDecoder().decode(encoded)).asReadOnlyBuffer());
    } catch (IllegalArgumentException notBase64) {
      throw new Malformed("no Base64");
    }
  }

  private Display display() throws Malformed {
    expect('%');
    expect('"');
    var utf8 = new ByteArrayOutputStream();
    while (!skip('"')) {
      require(!atEnd());
      var next = text.charAt(at++);
      require(next >= ' ' && next <= '~');
      utf8.write(next == '%' ? (hex() << 4) | hex() : next);
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return new Display(decoder.decode(ByteBuffer.wrap(utf8.toByteArray())).toString());
    } catch (CharacterCodingException notUtf8) {
      throw new Malformed("no UTF-8");
    }
  }

  /** One digit, in lower case as the format wants it. */
  private int hex() throws Malformed {
    require(!atEnd());
    var digit = text.charAt(at++);
    require(isDigit(digit) || (digit >= 'a' && digit <= 'f'));
    return Character.digit(digit, 16);
  }

  private static boolean isOfKey(char c) {
    return isLower(c) || isDigit(c) || KEY_MORE.indexOf(c) >= 0;
  }

  private static boolean isOfToken(char c) {
    return isLetter(c) || isDigit(c) || TOKEN_MORE.indexOf(c) >= 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isLetter(char c) {
    return isLower(c) || (c >= 'A' && c <= 'Z');
  }
}
