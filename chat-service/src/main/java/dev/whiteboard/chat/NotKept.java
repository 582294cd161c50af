package dev.whiteboard.chat;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.session.Marks;
import dev.whiteboard.chat.session.Watching;
import dev.whiteboard.chat.websocket.Socket;
import java.util.List;

/** Marks and presence that are kept nowhere. */
final class NotKept {
  static final Marks MARKS =
      new Marks() {
        @Override
        public void delivered(ChatId chat, UserId user, long upto) {}

        @Override
        public void read(ChatId chat, UserId user, long upto) {}
      };

  static final Watching WATCHING =
      new Watching() {
        @Override
        public void watch(Socket socket, UserId watcher, List<UserId> users) {}

        @Override
        public void heard(UserId user) {}

        @Override
        public void gone(Socket socket, UserId user) {}
      };

  private NotKept() {}
}
