package dev.whiteboard.shortener.visitor;

/** Tells which country a network is in. */
@FunctionalInterface
public interface Countries {
  /** Where no database of addresses is there to ask: always unknown. */
  Countries UNKNOWN = _ -> "";

  /** Two capital letters (ISO 3166-1); empty for unknown. Does not block. */
  String of(Network network);
}
