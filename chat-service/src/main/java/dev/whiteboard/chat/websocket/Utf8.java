package dev.whiteboard.chat.websocket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks UTF-8 as it streams in (RFC 3629), and tells of the first byte that can't be right instead
 * of waiting for the last. Its whole memory is one small number between two calls.
 */
public final class Utf8 {
  /*
   * What may follow depends on one byte before, so a state is a number:
   *
   *   0         between characters
   *   1, 2, 3   as many bytes of 80..BF are to come
   *   after E0  A0..BF, then 1      shorter forms of what fits in two bytes
   *   after ED  80..9F, then 1      surrogates
   *   after F0  90..BF, then 2      shorter forms of what fits in three bytes
   *   after F4  80..8F, then 2      past U+10FFFF
   */

  /** Between two characters: where a text begins, and where it may end. */
  static final int BETWEEN = 0;

  /** Not UTF-8, whatever comes. */
  static final int BAD = -1;

  private static final int AFTER_E0 = 4;
  private static final int AFTER_ED = 5;
  private static final int AFTER_F0 = 6;
  private static final int AFTER_F4 = 7;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private Utf8() {}

  /** Whether all of it is UTF-8, and ends with a whole character. */
  public static boolean isValid(byte[] bytes, int from, int to) {
    return check(BETWEEN, bytes, from, to) == BETWEEN;
  }

  /**
   * Goes on where the bytes before ended.
   *
   * @param state what the last call returned; {@link #BETWEEN} at the start
   * @return the state behind the last byte, or {@link #BAD}
   */
  static int check(int state, byte[] bytes, int from, int to) {
    var at = from;
    var now = state;
    while (at < to && now != BAD) {
      if (now == BETWEEN) {
        at = skipAscii(bytes, at, to);
        now = at < to ? first(bytes[at++] & 0xFF) : BETWEEN;
      } else {
        now = next(now, bytes[at++] & 0xFF);
      }
    }
    return now;
  }

  private static int skipAscii(byte[] bytes, int from, int to) {
    var at = from;
    while (at + Long.BYTES <= to && ((long) EIGHT_BYTES.get(bytes, at) & NOT_ASCII) == 0) {
      at += Long.BYTES;
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  private static int first(int b) {
    if (b < 0xC2 || b > 0xF4) {
      return BAD; // a byte that continues nothing, a shorter form of ASCII, or nothing at all
    }
    if (b < 0xE0) {
      return 1;
    }
    return switch (b) {
      case 0xE0 -> AFTER_E0;
      case 0xED -> AFTER_ED;
      case 0xF0 -> AFTER_F0;
      case 0xF4 -> AFTER_F4;
      default -> b < 0xF0 ? 2 : 3;
    };
  }

  private static int next(int state, int b) {
    return switch (state) {
      case AFTER_E0 -> within(b, 0xA0, 0xBF, 1);
      case AFTER_ED -> within(b, 0x80, 0x9F, 1);
      case AFTER_F0 -> within(b, 0x90, 0xBF, 2);
      case AFTER_F4 -> within(b, 0x80, 0x8F, 2);
      default -> within(b, 0x80, 0xBF, state - 1);
    };
  }

  private static int within(int b, int min, int max, int then) {
    return min <= b && b <= max ? then : BAD;
  }
}
