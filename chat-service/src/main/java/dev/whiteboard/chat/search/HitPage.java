package dev.whiteboard.chat.search;

import java.util.List;
import java.util.Optional;

/**
 * A page of hits.
 *
 * @param hits newest first; fewer than were asked for also where some were deleted since
 * @param next where the next page goes on; empty where there is none
 */
public record HitPage(List<Hit> hits, Optional<SearchCursor> next) {
  public HitPage {
    hits = List.copyOf(hits);
  }
}
