package dev.whiteboard.cdn.message;

/**
 * One header or trailer field.
 *
 * @param name in lower case, as HTTP/2 writes it
 * @param value as received, without blanks around it
 */
public record Field(String name, String value) {}
