/** Tests of sockets. */
@NullMarked
package dev.whiteboard.chat.websocket;

import org.jspecify.annotations.NullMarked;
