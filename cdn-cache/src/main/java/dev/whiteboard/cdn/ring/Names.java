package dev.whiteboard.cdn.ring;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/** The checks that all placements share. */
final class Names {
  private Names() {}

  /**
   * The same members by name: so the order in which somebody learned of them does not count.
   *
   * @throws IllegalArgumentException where there is none, or one comes twice
   */
  static List<Member> sorted(List<Member> members) {
    return distinct(members).stream().sorted(Comparator.comparing(Member::name)).toList();
  }

  /**
   * The same members, as they came.
   *
   * @throws IllegalArgumentException where there is none, or one comes twice
   */
  static List<Member> distinct(List<Member> members) {
    var seen = new HashSet<String>();
    for (var member : members) {
      if (!seen.add(member.name())) {
        throw new IllegalArgumentException(member.name() + " comes twice");
      }
    }
    if (seen.isEmpty()) {
      throw new IllegalArgumentException("nobody to place keys on");
    }
    return List.copyOf(members);
  }

  /** How they are called. */
  static List<String> of(List<Member> members) {
    return members.stream().map(Member::name).toList();
  }
}
