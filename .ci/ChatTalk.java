import dev.whiteboard.chat.client.ChatClient;
import dev.whiteboard.chat.client.ChatClients;
import dev.whiteboard.chat.client.ChatHttp;
import dev.whiteboard.chat.client.ClientOptions;
import dev.whiteboard.chat.client.DeviceTokens;
import dev.whiteboard.chat.client.SignIn;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Two people talk through what is at an address, and say whether each of them had every message, once and in order: {@code java -cp
 * chat-service/target/chat-service.jar:chat-service/target/lib/* .ci/ChatTalk.java http://localhost:8003 MESSAGES MILLISECONDS_BETWEEN}.
 * Nodes may go away meanwhile.
 */
final class ChatTalk {
  private static final int ANSWER_SECONDS_MAX = 60;

  private final URI origin;
  private final ChatClients clients;
  private final ChatHttp api;

  private ChatTalk(URI origin, ChatClients clients) {
    this.origin = origin;
    this.clients = clients;
    this.api = clients.api(List.of(origin));
  }

  public static void main(String[] arguments) throws Exception {
    var sources = new ChatClients.Sources(InstantSource.system(), System::nanoTime, new SecureRandom());
    try (var clients = ChatClients.open(sources, 1)) {
      new ChatTalk(URI.create(arguments[0]), clients).run(Integer.parseInt(arguments[1]), Long.parseLong(arguments[2]));
    }
  }

  private void run(int messages, long millisBetween) throws Exception {
    var ada = new Talker("ada");
    var bob = new Talker("bob");
    var chat = get(api.direct(ada.signIn.token().text(), bob.signIn.user()));
    try (var first = ada.connect();
        var second = bob.connect()) {
      var sent = new ArrayList<CompletionStage<Long>>();
      for (var i = 0; i < messages; i++) {
        sent.add((i % 2 == 0 ? first : second).send(chat, "message " + i));
        if (i == messages / 4) {
          get(sent.getFirst());
          System.out.println("in the midst of it");
          System.out.flush();
        }
        TimeUnit.MILLISECONDS.sleep(millisBetween);
      }
      for (var one : sent) {
        get(one);
      }
      ada.expect(messages);
      bob.expect(messages);
    }
    System.out.println("both had " + messages + " messages, each once, in the same order");
  }

  private static <T> T get(CompletionStage<T> answer) throws Exception {
    return answer.toCompletableFuture().get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
  }

  /** Somebody, and what he has seen. */
  private final class Talker {
    private final String name;
    private final String password = "spoken words " + new SecureRandom().nextLong();
    private final SignIn signIn;
    private final List<Long> places = Collections.synchronizedList(new ArrayList<>());

    private Talker(String name) throws Exception {
      this.name = name + "-" + Long.toString(new SecureRandom().nextLong(1L << 40), 36);
      get(api.signUp(this.name, password));
      this.signIn = get(api.signIn(this.name, password, Optional.empty()));
    }

    private ChatClient connect() {
      var tokens = new DeviceTokens(api, InstantSource.system(), name, password, signIn);
      var client = clients.client(ClientOptions.of(List.of(origin), tokens), message -> places.add(message.seq()));
      client.start();
      return client;
    }

    private void expect(int messages) throws Exception {
      var wanted = IntStream.rangeClosed(1, messages).mapToObj(Long::valueOf).toList();
      var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS_MAX);
      while (places.size() < messages && System.nanoTime() < until) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      if (!wanted.equals(List.copyOf(places))) {
        throw new AssertionError(name + " had " + places);
      }
    }
  }
}
