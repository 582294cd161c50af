package dev.whiteboard.cdn.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The name of one state of a representation (RFC 9110, 8.8.3).
 *
 * @param weak whether it says equivalent, not equal byte by byte
 * @param opaque with its quotes; what an origin sent without any is taken as it is
 */
public record EntityTag(boolean weak, String opaque) {
  /** Of {@code ETag}; null where there is none, or none alone. */
  public static @Nullable EntityTag of(Fields fields) {
    var value = fields.first("etag");
    return value == null || value.isEmpty() ? null : parse(value);
  }

  /** Of one value. */
  public static EntityTag parse(String value) {
    return value.startsWith("W/")
        ? new EntityTag(true, value.substring(2))
        : new EntityTag(false, value);
  }

  /** Whether one of a list of tags, or {@code *}, is this by weak comparison. */
  public boolean isAmong(List<String> lines) {
    return among(lines, false);
  }

  /** Whether one of a list of tags, or {@code *}, is this, and both are strong. */
  public boolean isStronglyAmong(List<String> lines) {
    return among(lines, true);
  }

  /** Whether both are strong and the same (RFC 9110, 8.8.3.2). */
  public boolean isStrongly(EntityTag other) {
    return !weak && !other.weak && opaque.equals(other.opaque);
  }

  /** Whether both are the same, weak or strong. */
  public boolean isWeakly(EntityTag other) {
    return opaque.equals(other.opaque);
  }

  private boolean among(List<String> lines, boolean strongly) {
    for (var member : ListValue.members(lines)) {
      if (member.equals("*")) {
        return true;
      }
      var tag = parse(member);
      if (strongly ? isStrongly(tag) : isWeakly(tag)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return weak ? "W/" + opaque : opaque;
  }
}
