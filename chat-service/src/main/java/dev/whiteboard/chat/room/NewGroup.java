package dev.whiteboard.chat.room;

import dev.whiteboard.chat.id.UserId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A group to be made.
 *
 * @param others who is in it besides its maker
 * @param title what it is called
 * @param encrypted whether its messages are bytes that the service can't read
 */
public record NewGroup(Set<UserId> others, Optional<ChatTitle> title, boolean encrypted) {
  public NewGroup {
    others = Collections.unmodifiableSet(new LinkedHashSet<>(others));
  }
}
