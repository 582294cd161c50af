package dev.whiteboard.cdn.purge;

import java.util.List;

/**
 * What a node has applied, in few bytes.
 *
 * @param watermark all up to here
 * @param above and these, in order; not all of them where there are very many
 */
public record Digest(long watermark, List<Range> above) {
  /** The highest sequence that the node knows of. */
  public long highest() {
    return above.isEmpty() ? watermark : above.getLast().last();
  }

  /** Whether the node is known to have applied it. */
  public boolean has(long sequence) {
    return sequence <= watermark || above.stream().anyMatch(range -> range.contains(sequence));
  }
}
