package dev.whiteboard.cdn.ring;

import java.util.List;

/** The ways to give keys to nodes. */
public enum Scheme {
  /** {@link Ring}: any node may leave, weights, and who comes next; the one to take by default. */
  RING {
    @Override
    public Placement place(List<Member> members) {
      return Ring.of(members, Ring.POINTS_EACH);
    }
  },

  /** {@link Rendezvous}: the best balance with weights, and a time that grows with the nodes. */
  RENDEZVOUS {
    @Override
    public Placement place(List<Member> members) {
      return Rendezvous.of(members);
    }
  },

  /** {@link Jump}: no memory and no weights, and only the last node may leave. */
  JUMP {
    @Override
    public Placement place(List<Member> members) {
      return Jump.of(members);
    }
  },

  /** {@link Maglev}: the fastest, where a few keys more may move. */
  MAGLEV {
    @Override
    public Placement place(List<Member> members) {
      return Maglev.of(members);
    }
  };

  /**
   * Places keys on these.
   *
   * @throws IllegalArgumentException where there is none, one comes twice, or their weights differ
   *     and the scheme knows none
   */
  public abstract Placement place(List<Member> members);
}
