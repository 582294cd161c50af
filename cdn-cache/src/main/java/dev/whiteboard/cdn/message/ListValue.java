package dev.whiteboard.cdn.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Field values that are lists (RFC 9110, 5.6.1). Commas in quoted strings part nothing, empty
 * members are dropped, and a string that is not closed ends with its line.
 */
public final class ListValue {
  private ListValue() {}

  /** The members of all these lines, without blanks around them. */
  public static List<String> members(List<String> lines) {
    var members = new ArrayList<String>(4);
    for (var line : lines) {
      addMembers(line, members);
    }
    return members;
  }

  /** The members of one line, without blanks around them. */
  public static List<String> members(String line) {
    return members(List.of(line));
  }

  private static void addMembers(String line, List<String> members) {
    for (var from = 0; from < line.length(); ) {
      var end = endOfMember(line, from);
      var member = line.substring(from, end).strip();
      if (!member.isEmpty()) {
        members.add(member);
      }
      from = end + 1;
    }
  }

  /** Where the comma is that ends the member which begins here; else the end of the line. */
  static int endOfMember(String line, int from) {
    var quoted = false;
    for (var i = from; i < line.length(); i++) {
      var at = line.charAt(i);
      if (at == '"') {
        quoted = !quoted;
      } else if (quoted && at == '\\') {
        i++;
      } else if (at == ',' && !quoted) {
        return i;
      }
    }
    return line.length();
  }
}
