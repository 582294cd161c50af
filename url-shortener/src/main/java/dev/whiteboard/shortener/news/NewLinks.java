package dev.whiteboard.shortener.news;

import dev.whiteboard.shortener.link.Link;
import dev.whiteboard.shortener.redirect.LinkLookup;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells of new links, so that every node finds them by the time that their maker knows of them. */
public final class NewLinks {
  private final LinkLookup lookup;

  /** Tells this, and with it Redis. */
  public NewLinks(LinkLookup lookup) {
    this.lookup = lookup;
  }

  /**
   * Tells of links. Blocks until Redis has them, or does not answer in its time: then the notice
   * that came with the transaction has to do.
   */
  public void tell(List<Link> links) {
    var told =
        links.stream()
            .map(lookup::remember)
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(told).join();
  }
}
