package dev.whiteboard.chat;

import dev.whiteboard.chat.http.Siblings;
import dev.whiteboard.kit.run.Closers;
import dev.whiteboard.kit.run.RunningService;
import dev.whiteboard.kit.run.ServiceDefinition.Start;
import dev.whiteboard.kit.run.ServiceMain;
import dev.whiteboard.kit.settings.Settings;
import java.net.URI;
import java.util.List;

/**
 * The chat: two nodes in one process, unless told otherwise, each with its own connections to the
 * servers. They know of one another what two machines would.
 */
public final class ChatService implements RunningService {
  /** As in {@code ./whiteboard up chat-service}. */
  public static final String NAME = "chat-service";

  private final Closers closers = new Closers();
  private final List<ChatNode> nodes;

  private ChatService(List<ChatNode> nodes) {
    this.nodes = nodes;
    nodes.forEach(closers::add);
  }

  /** Runs it in a process of its own. */
  public static void main(String[] arguments) {
    ServiceMain.run(List.of(arguments), ChatService::read);
  }

  /** Reads the settings; starts nothing yet. */
  public static Start read(Settings settings) {
    var own = ChatSettings.read(settings);
    return () -> start(own);
  }

  /**
   * Starts the nodes.
   *
   * @throws Exception where PostgreSQL or a port can't be had; nothing is left open then
   */
  public static ChatService start(ChatSettings settings) throws Exception {
    var siblings = new Siblings(settings.siblingPorts());
    var first = ChatNode.start(settings, settings.node() + "-1", settings.port(), siblings);
    if (settings.nodes() == 1) {
      return new ChatService(List.of(first));
    }
    try {
      var second =
          ChatNode.start(settings, settings.node() + "-2", settings.secondPort(), siblings);
      return new ChatService(List.of(first, second));
    } catch (Exception e) {
      first.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The first node. */
  @Override
  public URI url() {
    return nodes.getFirst().url();
  }

  @Override
  public List<URI> urls() {
    return nodes.stream().map(ChatNode::url).toList();
  }

  @Override
  public void close() {
    closers.close();
  }
}
