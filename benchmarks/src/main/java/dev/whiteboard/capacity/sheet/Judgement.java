package dev.whiteboard.capacity.sheet;

/**
 * A verdict, and why.
 *
 * @param verdict in one of four words
 * @param because in a sentence
 */
public record Judgement(Verdict verdict, String because) {}
