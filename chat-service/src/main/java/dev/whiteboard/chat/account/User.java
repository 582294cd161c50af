package dev.whiteboard.chat.account;

import dev.whiteboard.chat.id.UserId;

/**
 * A user as others see him.
 *
 * @param id who it is
 * @param name what he is called
 */
public record User(UserId id, String name) {}
