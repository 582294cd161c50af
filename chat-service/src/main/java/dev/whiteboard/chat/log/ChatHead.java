package dev.whiteboard.chat.log;

/**
 * Where a chat stands.
 *
 * @param lastSeq the sequence number of its newest message; 0 for none
 * @param encrypted whether messages are bytes that the service can't read
 */
record ChatHead(long lastSeq, boolean encrypted) {}
