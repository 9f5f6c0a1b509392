// Statistical disclosure control: suppresses small numbers of people in a reader's answers, since a small number points
// at a person, and so does what it could be subtracted from. Pure.
//
// Which fields count people is said in the contract (`counts_people`). A number under 3 is withheld, with the other
// counts of its message, and the message's `withheld` is set. In a balance, moreover:
//   - the attendance of one session is never told, nor that of a group of which only one session was noted;
//   - absences count as presences do: 7 out of 8 points at a person;
//   - the total is withheld where all withheld groups together would be, where only one is, and, of groups that were
//     chosen by their numbers, where any is: nobody may subtract.
// What is not prevented is subtracting the balances of two periods that a session's day more or less tells apart.
#pragma once

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "tutorat/v1/balance.pb.h"

namespace tutorat::domain {

// Every balance and every number of people in the answer; done twice it changes nothing more. A frozen balance's
// content is withheld as the balance is, and then without its sha256; so is a frozen balance without content. DATA_LOSS
// / FROZEN_BALANCE_DAMAGED when it is none.
absl::Status SuppressSmallCounts(google::protobuf::Message* answer);

enum class Periods {
  kApart,    // no session is in both balances
  kOverlap,  // some may be: what differs is a few sessions, or one correction
};

// Of two balances that an answer tells side by side, so that no difference of theirs tells what each withholds.
void SuppressSmallCounts(Periods periods, v1::Balance* first, v1::Balance* second);

}  // namespace tutorat::domain
