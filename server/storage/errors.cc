#include "server/storage/errors.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "server/domain/base/error.h"
#include "server/domain/base/resource_names.h"
#include "tutorat/v1/options.pb.h"

namespace tutorat::storage {
namespace {

using domain::MakeError;
using domain::Shown;

constexpr char kRunAgain[] = "tutorat/run-again";
constexpr char kUnique[] = "tutorat/unique";

absl::Status Marked(const char* mark) {
  absl::Status status = absl::AbortedError(mark);
  status.SetPayload(mark, absl::Cord());
  return status;
}

}  // namespace

absl::Status NotFound(const google::protobuf::Descriptor* resource, absl::string_view name) {
  const auto& collection = resource->options().GetExtension(v1::resource).collection();
  return MakeError(
      absl::StatusCode::kNotFound, absl::StrCat(domain::Singular(resource), "_NOT_FOUND"),
      {.en = absl::StrCat(Shown(name), " does not exist: list the ", collection, " to see which do"),
       .fr = absl::StrCat(Shown(name), " n'existe pas : lister les ressources ", collection, " pour les voir")});
}

absl::Status AlreadyExists(const google::protobuf::Descriptor* resource, absl::string_view name) {
  return MakeError(
      absl::StatusCode::kAlreadyExists, absl::StrCat(domain::Singular(resource), "_ALREADY_EXISTS"),
      {.en = absl::StrCat(Shown(name), " exists already, perhaps deleted: update or undelete it, or choose another"),
       .fr = absl::StrCat(Shown(name),
                          " existe déjà, peut-être supprimé : le modifier, le rétablir, ou en choisir un autre")});
}

absl::Status Unavailable() {
  return MakeError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE",
                   {.en = "the database does not answer: try again with the same request id; the server's log says why",
                    .fr = "la base de données ne répond pas : réessayer avec le même identifiant de requête ; le "
                          "journal du serveur dit pourquoi"});
}

absl::Status TlsFailed() {
  return MakeError(
      absl::StatusCode::kUnavailable, "STORE_TLS_FAILED",
      {.en = "no trusted connection to the database: its certificate must be of an authority in the --store-ca file, "
             "and for the host name in --store; the server's log says what is wrong",
       .fr = "pas de connexion de confiance avec la base de données : son certificat doit venir d'une autorité du "
             "fichier --store-ca, et porter le nom d'hôte de --store ; le journal du serveur dit ce qui ne va pas"});
}

absl::Status LoginRefused() {
  return MakeError(
      absl::StatusCode::kUnavailable, "STORE_LOGIN_REFUSED",
      {.en = "the database server refuses the user, the password or the database: check --store, the password and the "
             "user's rights; the server's log says which",
       .fr = "le serveur de base de données refuse l'utilisateur, le mot de passe ou la base : vérifier --store, le "
             "mot de passe et les droits de l'utilisateur ; le journal du serveur dit lequel"});
}

absl::Status TransactionConflict() {
  return MakeError(absl::StatusCode::kAborted, "TRANSACTION_CONFLICT",
                   {.en = "others wrote the same rows at the same time; nothing was stored: try again",
                    .fr = "d'autres ont écrit les mêmes lignes au même moment ; rien n'a été enregistré : réessayer"});
}

absl::Status DeadlineExceeded() {
  return MakeError(
      absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
      {.en = "the time given to the call was up before its work was done; nothing was stored: try again with more",
       .fr = "le délai de l'appel est écoulé avant la fin du travail ; rien n'a été enregistré : réessayer avec plus"});
}

absl::Status SchemaNotReady(int found, int known) {
  if (found > known) {
    return MakeError(absl::StatusCode::kFailedPrecondition, "SCHEMA_NOT_READY",
                     {.en = absl::StrCat("the database has schema ", found, ", this server knows ", known,
                                         ": install the newer server"),
                      .fr = absl::StrCat("la base a le schéma ", found, ", ce serveur connaît le ", known,
                                         " : installer le serveur plus récent")});
  }
  return MakeError(absl::StatusCode::kFailedPrecondition, "SCHEMA_NOT_READY",
                   {.en = absl::StrCat("the database has schema ", found, ", this server needs ", known,
                                       ": run `tutoratd migrate` with the same --store"),
                    .fr = absl::StrCat("la base a le schéma ", found, ", ce serveur veut le ", known,
                                       " : lancer `tutoratd migrate` avec le même --store")});
}

absl::Status RunAgain() { return Marked(kRunAgain); }
bool IsRunAgain(const absl::Status& status) { return status.GetPayload(kRunAgain).has_value(); }

absl::Status UniqueViolation() { return Marked(kUnique); }
bool IsUniqueViolation(const absl::Status& status) { return status.GetPayload(kUnique).has_value(); }

}  // namespace tutorat::storage
