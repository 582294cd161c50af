package dev.whiteboard.cdn.caching;

import dev.whiteboard.cdn.message.ListValue;
import dev.whiteboard.cdn.message.RequestHead;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code Range} asks for (RFC 9110, 14.2).
 *
 * @param specs in the order that they came in; at least one
 */
record ByteRanges(List<Spec> specs) {
  /** Ranges of one request; who asks for more is given the whole. */
  static final int SPECS_MAX = 16;

  private static final String UNIT = "bytes=";

  /** Of a request; null for the whole: where none is asked for, or not in a way we know. */
  static @Nullable ByteRanges of(RequestHead request) {
    if (!request.method().equals("GET")) {
      return null;
    }
    var range = request.fields().only("range");
    return range == null ? null : parse(range);
  }

  /** Null for what is no range of bytes. */
  static @Nullable ByteRanges parse(String text) {
    if (!text.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return null;
    }
    var members = ListValue.members(text.substring(UNIT.length()));
    if (members.isEmpty() || members.size() > SPECS_MAX) {
      return null;
    }
    var specs = new ArrayList<Spec>(members.size());
    for (var member : members) {
      var spec = Spec.parse(member);
      if (spec == null) {
        return null;
      }
      specs.add(spec);
    }
    return new ByteRanges(specs);
  }

  /**
   * Those bytes that are there of what is asked for; none where nothing is.
   *
   * @param total bytes of the whole
   */
  List<Piece> of(long total) {
    var pieces = new ArrayList<Piece>(specs.size());
    for (var spec : specs) {
      var piece = spec.of(total);
      if (piece != null) {
        pieces.add(piece);
      }
    }
    return overlap(pieces) ? merged(pieces) : pieces;
  }

  /** Whether a part that is kept has all of what is there. */
  boolean areWithin(ContentRange part) {
    var pieces = of(part.total());
    return !pieces.isEmpty()
        && pieces.stream()
            .allMatch(piece -> piece.first() >= part.first() && piece.last() <= part.last());
  }

  private static boolean overlap(List<Piece> pieces) {
    for (var i = 0; i < pieces.size(); i++) {
      for (var j = 0; j < i; j++) {
        if (pieces.get(i).touches(pieces.get(j))) {
          return true;
        }
      }
    }
    return false;
  }

  /** In the order of their bytes, none twice. */
  private static List<Piece> merged(List<Piece> pieces) {
    var merged = new ArrayList<Piece>(pieces.size());
    for (var piece : pieces.stream().sorted(Comparator.comparingLong(Piece::first)).toList()) {
      if (!merged.isEmpty() && merged.getLast().touches(piece)) {
        merged.add(merged.removeLast().with(piece));
      } else {
        merged.add(piece);
      }
    }
    return merged;
  }

  /**
   * One of them.
   *
   * @param first the first byte's place; -1 where the end is asked for
   * @param last the last byte's place, or how many of the end
   */
  record Spec(long first, long last) {
    private static @Nullable Spec parse(String text) {
      var dash = text.indexOf('-');
      if (dash < 0) {
        return null;
      }
      var first = dash == 0 ? -1 : ContentRange.number(text.substring(0, dash).strip());
      var toEnd = dash > 0 && dash == text.length() - 1;
      var last = toEnd ? Long.MAX_VALUE : ContentRange.number(text.substring(dash + 1).strip());
      var isRange = last >= 0 && (dash == 0 || first >= 0) && first <= last;
      return isRange ? new Spec(first, last) : null;
    }

    /** Null where nothing of it is there. */
    private @Nullable Piece of(long total) {
      var from = first < 0 ? Math.max(0, total - last) : first;
      var to = first < 0 ? total - 1 : Math.min(last, total - 1);
      return from > to ? null : new Piece(from, to, first < 0);
    }
  }

  /**
   * Bytes that are there.
   *
   * @param first the first one's place
   * @param last the last one's place
   * @param fromEnd whether the end was asked for, wherever it is
   */
  record Piece(long first, long last, boolean fromEnd) {
    private boolean touches(Piece other) {
      return first <= other.last + 1 && other.first <= last + 1;
    }

    private Piece with(Piece other) {
      return new Piece(Math.min(first, other.first), Math.max(last, other.last), false);
    }
  }
}
