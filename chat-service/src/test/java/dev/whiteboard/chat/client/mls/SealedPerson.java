package dev.whiteboard.chat.client.mls;

import dev.whiteboard.chat.client.ChatClient;
import dev.whiteboard.chat.client.ChatClients;
import dev.whiteboard.chat.client.ChatHttp;
import dev.whiteboard.chat.client.ClientOptions;
import dev.whiteboard.chat.client.DeviceTokens;
import dev.whiteboard.chat.client.SignIn;
import dev.whiteboard.chat.client.TestDevice;
import dev.whiteboard.chat.client.TokenSource;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MlsIdentity;
import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.log.Kind;
import dev.whiteboard.chat.log.Message;
import dev.whiteboard.chat.protocol.ClientFrame;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A user with one device that has keys, and all that it could and could not read. */
final class SealedPerson implements SealedChats.Listener, AutoCloseable {
  private static final String PASSWORD = "correct horse battery";

  private final ChatHttp http;
  private final SignIn signIn;
  private final SealedChats sealed;
  private final ChatClient client;
  private final AtomicInteger lost = new AtomicInteger();
  final List<String> heard = new CopyOnWriteArrayList<>();
  final List<String> unreadable = new CopyOnWriteArrayList<>();

  private SealedPerson(ChatClients clients, URI node, String name, SignIn signIn) {
    this.http = clients.api(List.of(node));
    this.signIn = signIn;
    var tokens = new DeviceTokens(http, InstantSource.system(), name, PASSWORD, signIn);
    var self = new MlsIdentity(signIn.user(), signIn.device());
    var member = new MlsMember(self, InstantSource.system(), new SecureRandom());
    TokenSource losing =
        rejected ->
            lost.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                ? CompletableFuture.failedFuture(new IOException("lost"))
                : tokens.token(rejected);
    this.sealed = SealedChats.start(member, new DeliveryService(http, losing), this);
    this.client = clients.client(ClientOptions.of(List.of(node), tokens), sealed::onMessage);
    client.start();
  }

  /** Signs up and in, brings keys and connects. */
  static SealedPerson of(ChatClients clients, URI node, String name) throws Exception {
    var http = clients.api(List.of(node));
    var _ = TestDevice.get(http.signUp(name, PASSWORD));
    return again(clients, node, name);
  }

  /** Another device of a user. */
  static SealedPerson again(ChatClients clients, URI node, String name) throws Exception {
    var http = clients.api(List.of(node));
    var signIn = TestDevice.get(http.signIn(name, PASSWORD, Optional.empty()));
    return new SealedPerson(clients, node, name, signIn);
  }

  UserId user() {
    return signIn.user();
  }

  SealedChats sealed() {
    return sealed;
  }

  /** The next requests to the delivery service are lost, so many. */
  void lose(int requests) {
    lost.set(requests);
  }

  /** Those of them that were not made yet. */
  int toLose() {
    return lost.get();
  }

  /** Makes an encrypted chat, and its group. */
  ChatId chat(SealedPerson... others) throws Exception {
    var users = Arrays.stream(others).map(SealedPerson::user).toList();
    var chat = TestDevice.get(http.encryptedGroup(token(), "secrets", users));
    sealed.found(chat, users);
    return chat;
  }

  void add(ChatId chat, SealedPerson other) throws Exception {
    TestDevice.get(http.add(token(), chat, List.of(other.user())));
    sealed.add(chat, List.of(other.user()));
  }

  /** Removes from the chat alone, as if he had died before he could from the group. */
  void removeFromChat(ChatId chat, SealedPerson other) throws Exception {
    TestDevice.get(http.remove(token(), chat, other.user()));
  }

  void say(ChatId chat, String words) throws Exception {
    var content = sealed.seal(chat, words);
    var mid = client.newMid();
    TestDevice.get(client.send(new ClientFrame.Send(mid, chat, Kind.TEXT, 0, content, List.of())));
  }

  private String token() {
    return signIn.token().text();
  }

  @Override
  public void onWords(Message message, String words) {
    heard.add(words);
  }

  @Override
  public void onUnreadable(Message message, String why) {
    unreadable.add(why);
  }

  @Override
  public void close() {
    client.close();
    sealed.close();
  }
}
