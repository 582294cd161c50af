package dev.whiteboard.chat.http;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.room.Chats;
import dev.whiteboard.chat.room.Refusal;
import dev.whiteboard.kit.http.Problem;
import dev.whiteboard.kit.http.Problem.FieldError;
import java.util.List;

/** Why a chat is not made or changed, as problems. */
final class Refusals {
  /** Who has no place in a chat can't tell whether there is one. */
  static final Problem NO_CHAT =
      Problem.notFound("There is no such chat, or you are no member of it.");

  private static final Problem NOT_ADMIN =
      Problem.of(403, "Admin needed", "Only an admin of this group may do this.");
  private static final Problem DIRECT =
      Problem.of(422, "Direct chat", "A direct chat keeps its two members and has no title.");
  private static final Problem WITH_ONESELF =
      members("Chat with oneself", "A direct chat takes somebody else.", "must be one other user");
  private static final Problem TOO_MANY =
      members(
          "Too many members",
          "A chat has at most %d members.".formatted(Chats.MEMBERS_MAX),
          "would be more than " + Chats.MEMBERS_MAX + " with those who are there");
  private static final Problem NO_MEMBER = Problem.notFound("This user is no member.");
  private static final Problem KEY_REUSED =
      Problem.of(
          422,
          "Idempotency key reused",
          "This Idempotency-Key was sent before, with another body.");

  /** Of many unknown users the first are named. */
  private static final int NAMED_MAX = 20;

  private Refusals() {}

  static Problem problem(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotThere _ -> NO_CHAT;
      case Refusal.NotAdmin _ -> NOT_ADMIN;
      case Refusal.Direct _ -> DIRECT;
      case Refusal.WithOneself _ -> WITH_ONESELF;
      case Refusal.TooMany _ -> TOO_MANY;
      case Refusal.NoMember _ -> NO_MEMBER;
      case Refusal.KeyReused _ -> KEY_REUSED;
      case Refusal.Unknown(var users) -> unknown(users);
    };
  }

  private static Problem unknown(List<UserId> users) {
    return Problem.of(422, "Unknown users", "Some of the members are nobody.")
        .withErrors(
            users.stream()
                .limit(NAMED_MAX)
                .map(user -> new FieldError("members", user + " is nobody"))
                .toList());
  }

  private static Problem members(String title, String detail, String error) {
    return Problem.of(422, title, detail).withErrors(List.of(new FieldError("members", error)));
  }
}
