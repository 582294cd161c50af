package dev.whiteboard.chat;

/**
 * Something that is done once an hour, by one node for all.
 *
 * @param name what it is called among the nodes
 * @param work blocks; may be done twice, and may be ended in the middle
 */
record Chore(String name, Runnable work) {}
