package dev.whiteboard.chat.mls;

import static dev.whiteboard.chat.mls.Talkers.base64;
import static dev.whiteboard.chat.mls.Talkers.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.client.mls.Change.Joiner;
import dev.whiteboard.chat.id.ChatId;
import dev.whiteboard.chat.id.MlsIdentity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The directory of key packages, over HTTP, on a real PostgreSQL. */
class KeyPackagesIT extends OnMlsNode {
  @Test
  void claim_byManyAtOnce_givesNoneTwice_andThenTheLastResort() throws Exception {
    var bob = talkers.member(someone());
    talkers.publish(bob, 30);
    var claimers = Stream.generate(Talkers::someone).limit(40).toList();
    var chat = talkers.chat(Stream.concat(claimers.stream(), Stream.of(bob.identity())).toList());

    var given =
        MlsNode.atOnce(claimers, by -> talkers.claim(by, chat, List.of(bob.identity()))).stream()
            .flatMap(Collection::stream)
            .map(joiner -> base64(joiner.keyPackage()))
            .toList();

    assertThat(given).hasSize(40);
    var lastResort = given.stream().filter(one -> Collections.frequency(given, one) > 1).toList();
    assertThat(lastResort.stream().distinct()).hasSize(1);
    // A claim that passes over what others have locked may find none left though one is.
    assertThat(lastResort).hasSizeBetween(10, 40);
    assertThat(stock(bob.identity()).getInteger("left")).isEqualTo(lastResort.size() - 10);
    assertThat(stock(bob.identity()).getBoolean("lastResort")).isTrue();
  }

  @Test
  void claim_givesOneForEachSignedInDevice_ofMembersOfTheChatAlone() {
    var user = someone();
    var phone = talkers.member(user);
    var laptop = talkers.member(new MlsIdentity(user.user(), someone().device()));
    var lost = talkers.member(new MlsIdentity(user.user(), someone().device()));
    var stranger = talkers.member(someone());
    Stream.of(phone, laptop, lost, stranger).forEach(member -> talkers.publish(member, 2));
    node.signOut(lost.identity());
    var asker = someone();
    var chat = talkers.chat(List.of(asker, user));

    var claimed = talkers.claim(asker, chat, List.of(user, stranger.identity()));
    assertThat(claimed.stream().map(Joiner::who))
        .containsExactlyInAnyOrder(phone.identity(), laptop.identity());
    assertThat(stock(phone.identity()).getInteger("left")).isEqualTo(1);
    assertThat(stock(stranger.identity()).getInteger("left")).isEqualTo(2);
  }

  @Test
  void claim_byWhoIsNotInTheChat_is404() {
    var bob = talkers.member(someone());
    talkers.publish(bob, 1);
    var chat = talkers.chat(List.of(bob.identity()));

    claim(someone(), chat, bob.identity()).expect(404);
    claim(someone(), new ChatId(someone().user().value()), bob.identity()).expect(404);
    assertThat(stock(bob.identity()).getInteger("left")).isEqualTo(1);
  }

  @Test
  void claim_tooOftenForOneUser_usesNoMoreUp_andStillAddsHim() {
    var bob = talkers.member(someone());
    var asker = someone();
    var other = someone();
    var chat = talkers.chat(List.of(bob.identity(), asker, other));
    for (var i = 0; i < KeyPackages.CLAIMS.burst(); i++) {
      talkers.claim(asker, chat, List.of(bob.identity()));
    }
    talkers.publish(bob, 5);

    var lastResort = claimedOne(asker, chat, bob.identity());
    assertThat(lastResort.getBoolean("lastResort")).isTrue();
    assertThat(stock(bob.identity()).getInteger("left")).isEqualTo(5);
    assertThat(claimedOne(other, chat, bob.identity()).getBoolean("lastResort")).isFalse();
    assertThat(stock(bob.identity()).getInteger("left")).isEqualTo(4);
  }

  @Test
  void claim_ofOneself_leavesOutTheDeviceThatAsks() {
    var phone = talkers.member(someone());
    var user = phone.identity().user();
    var laptop = talkers.member(new MlsIdentity(user, someone().device()));
    talkers.publish(phone, 1);
    talkers.publish(laptop, 1);
    var chat = talkers.chat(List.of(phone.identity()));

    assertThat(talkers.claim(phone.identity(), chat, List.of(phone.identity())))
        .extracting(Joiner::who)
        .containsExactly(laptop.identity());
  }

  @Test
  void forgetOld_ofDevicesThatAreSignedOut_andOfTheExpired() {
    var out = talkers.member(someone());
    var old = talkers.member(someone());
    var here = talkers.member(someone());
    Stream.of(out, old, here).forEach(member -> talkers.publish(member, 2));
    node.signOut(out.identity());
    node.database.query(handle ->
        handle.execute(
            "UPDATE mls_key_packages SET created_at = now() - interval '86 days'"
                + " WHERE device_id = ?",
            old.identity().device().value()));

    node.keyPackages.forgetOld();
    assertThat(stock(out.identity()).getInteger("left")).isZero();
    assertThat(stock(old.identity()).getBoolean("lastResort")).isFalse();
    assertThat(stock(here.identity()).getInteger("left")).isEqualTo(2);
  }

  @Test
  void metrics_tellHowManyWereOfLastResort() {
    var bob = talkers.member(someone());
    var asker = someone();
    talkers.publish(bob, 1);
    var chat = talkers.chat(List.of(bob.identity(), asker));
    talkers.claim(asker, chat, List.of(bob.identity()));
    talkers.claim(asker, chat, List.of(bob.identity()));

    assertThat(node.metrics())
        .contains("chat_mls_key_packages_total{kind=\"one-time\"}")
        .contains("chat_mls_key_packages_total{kind=\"last-resort\"}");
  }

  @Test
  void claim_ofADeviceWithoutAny_leavesItOut() {
    var bob = talkers.member(someone());
    var asker = someone();
    var chat = talkers.chat(List.of(bob.identity(), asker));

    assertThat(talkers.claim(asker, chat, List.of(bob.identity()))).isEmpty();
  }

  @Test
  void upload_moreThanADeviceMayHave_is422_andKeepsWhatWasThere() {
    var bob = talkers.member(someone());
    talkers.publish(bob, 60);
    var more =
        new JsonArray(Stream.generate(bob::keyPackage).limit(41).map(Talkers::base64).toList());
    var body = new JsonObject().put("keyPackages", more);

    node.post(bob.identity(), "/key-packages", body).expect(422);
    assertThat(stock(bob.identity()).getInteger("left")).isEqualTo(60);
    assertThat(
            node.post(bob.identity(), "/key-packages", body.put("replace", true))
                .expect(200)
                .json())
        .isEqualTo(new JsonObject().put("left", 41).put("lastResort", false));
  }

  @Test
  void upload_ofAnotherDevice_orOfNothing_isRefused() {
    var bob = talkers.member(someone());
    var laptop = new MlsIdentity(bob.identity().user(), someone().device());
    var own = base64(bob.keyPackage());

    upload(laptop, own).expect(422);
    upload(someone(), own).expect(422);
    for (var bad : List.of("AAAA", base64(new byte[300]), own.substring(0, 40))) {
      upload(bob.identity(), bad).expect(422);
    }
    upload(bob.identity(), "no base64!").expect(400);
    upload(bob.identity(), base64(new byte[KeyPackages.BYTES_MAX + 3])).expect(400);
    assertThat(node.anonymous("GET", "/key-packages").status()).isEqualTo(401);
    upload(bob.identity(), own).expect(200);
  }

  private MlsNode.Answer upload(MlsIdentity by, String keyPackage) {
    var body = new JsonObject().put("keyPackages", new JsonArray().add(keyPackage));
    return node.post(by, "/key-packages", body);
  }

  private MlsNode.Answer claim(MlsIdentity by, ChatId chat, MlsIdentity of) {
    var users = new JsonArray().add(of.user().toString());
    var body = new JsonObject().put("chat", chat.toString()).put("users", users);
    return node.post(by, "/key-packages/claim", body);
  }

  private JsonObject claimedOne(MlsIdentity by, ChatId chat, MlsIdentity of) {
    var claimed = claim(by, chat, of).expect(200).json().getJsonArray("keyPackages");
    assertThat(claimed).hasSize(1);
    return claimed.getJsonObject(0);
  }

  private JsonObject stock(MlsIdentity of) {
    return node.get(of, "/key-packages").expect(200).json();
  }
}
