package dev.whiteboard.capacity.claim;

import java.util.List;
import java.util.stream.Stream;

/** Every figure that the interviews state, in the order in which they state them. */
public final class Claims {
  private Claims() {}

  /** All of them, recomputed from these inputs. */
  public static List<Claim> of(Inputs in) {
    return Stream.of(
            new ShortenerClaims(in).all(),
            new ChatClaims(in).all(),
            new CdnClaims(in).all(),
            new OtherClaims(in).all())
        .flatMap(List::stream)
        .toList();
  }
}
