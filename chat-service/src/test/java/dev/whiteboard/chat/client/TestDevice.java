package dev.whiteboard.chat.client;

import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Content;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.protocol.ServerFrame;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A user who is signed up and in with one device, and what his client was told. */
public final class TestDevice implements ChatListener, AutoCloseable {
  private static final String PASSWORD = "correct horse battery";
  private static final int ANSWER_SECONDS_MAX = 60;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ChatHttp http;
  private final SignIn signIn;
  private final ChatClient client;

  /** All messages, in the order in which they were applied. */
  final List<Message> messages = new CopyOnWriteArrayList<>();

  final List<ClientState> states = new CopyOnWriteArrayList<>();
  final List<ServerFrame> others = new CopyOnWriteArrayList<>();

  private TestDevice(
      ChatClients clients, List<URI> nodes, String name, SignIn signIn, ClientLimits limits) {
    this.http = clients.api(nodes);
    this.signIn = signIn;
    var tokens = new DeviceTokens(http, InstantSource.system(), name, PASSWORD, signIn);
    this.client = clients.client(new ClientOptions(nodes, tokens, Map.of(), limits), this);
  }

  /** Signs up and in; does not connect yet. */
  public static TestDevice of(ChatClients clients, List<URI> nodes, String name) throws Exception {
    return of(clients, nodes, name, ClientLimits.DEFAULT);
  }

  /** The same with other limits. */
  public static TestDevice of(
      ChatClients clients, List<URI> nodes, String name, ClientLimits limits) throws Exception {
    var http = clients.api(nodes);
    var _ = get(http.signUp(name, PASSWORD));
    var signIn = get(http.signIn(name, PASSWORD, Optional.empty()));
    return new TestDevice(clients, nodes, name, signIn, limits);
  }

  /** Clients whose chance is from this seed. */
  public static ChatClients clients(long seed) throws Exception {
    var sources =
        new ChatClients.Sources(InstantSource.system(), System::nanoTime, new Random(seed));
    return ChatClients.open(sources, 2);
  }

  /** What a stage completes with, in time. */
  public static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
  }

  TestDevice connect() {
    client.start();
    return this;
  }

  ChatClient client() {
    return client;
  }

  ChatHttp http() {
    return http;
  }

  UserId user() {
    return signIn.user();
  }

  String token() {
    return signIn.token().text();
  }

  ChatId direct(TestDevice other) throws Exception {
    return get(http.direct(token(), other.user()));
  }

  /** As from another page of the same browser. */
  void signOut() throws Exception {
    get(http.signOut(token()));
  }

  long say(ChatId chat, String words) throws Exception {
    return get(client.send(chat, words));
  }

  /** What was said, as {@code seq words}. */
  List<String> heard(ChatId chat) {
    return messages.stream()
        .filter(message -> message.chat().equals(chat))
        .map(message -> message.seq() + " " + words(message))
        .toList();
  }

  private static String words(Message message) {
    return message.content() instanceof Content.Words(var body)
        ? message.kind().changesMembers() ? message.kind().wireName() : body
        : "";
  }

  /** Waits long enough for a machine that has much else to do. */
  public static ConditionFactory eventually() {
    return Awaitility.await().atMost(PATIENCE);
  }

  @Override
  public void onMessage(Message message) {
    messages.add(message);
  }

  @Override
  public void onState(ClientState state) {
    states.add(state);
  }

  @Override
  public void onReceipt(ServerFrame.Receipt receipt) {
    others.add(receipt);
  }

  @Override
  public void onPresence(ServerFrame.Presence presence) {
    others.add(presence);
  }

  @Override
  public void onTyping(ServerFrame.Typing typing) {
    others.add(typing);
  }

  @Override
  public void onError(ServerFrame.Failed error) {
    others.add(error);
  }

  @Override
  public void close() {
    client.close();
  }
}
