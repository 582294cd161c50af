package dev.whiteboard.cdn.ring;

import java.util.List;

/**
 * A node among those that share the keys.
 *
 * @param name what it is known by; its place depends on nothing else
 * @param weight how many times as many keys it gets as a node of weight 1, up to {@value
 *     #WEIGHT_MAX}
 */
public record Member(String name, double weight) {
  /** The heaviest. */
  public static final double WEIGHT_MAX = 1_000;

  /** Refuses a weight that says nothing. */
  public Member {
    if (!(weight > 0 && weight <= WEIGHT_MAX)) {
      throw new IllegalArgumentException(name + " has a weight of " + weight);
    }
  }

  /** One of weight 1. */
  public Member(String name) {
    this(name, 1);
  }

  /** All of weight 1. */
  public static List<Member> all(List<String> names) {
    return names.stream().map(Member::new).toList();
  }

  /** Whether they all weigh the same. */
  static boolean areEven(List<Member> members) {
    return members.stream().mapToDouble(Member::weight).distinct().count() == 1;
  }
}
