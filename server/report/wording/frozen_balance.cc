#include <google/protobuf/util/json_util.h>

#include "absl/strings/str_join.h"
#include "server/report/wording/reports.h"

namespace tutorat::report {

void WordFrozenBalance(const v1::GetFrozenBalanceRequest& /*request*/, const v1::GetFrozenBalanceResponse& response,
                       Language language, v1::Document* document) {
  DocumentWriter out(document, language, "Bilan des tutorats", "Balance of the tutorats");
  const v1::FrozenBalance& frozen = response.frozen_balance();
  v1::Balance balance;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;  // of a newer server
  if (google::protobuf::util::JsonStringToMessage(absl::StrJoin(frozen.content(), ""), &balance, options).ok()) {
    WriteBalance(balance, out);
  }
  out.Tell("Bilan figé le $0$1$2.", "Balance frozen on $0$1$2.", MomentText(frozen.create_time(), language),
           frozen.frozen_by().empty() ? Phrase() : out.Say(" par $0", " by $0", frozen.frozen_by()),
           frozen.label().empty() ? Phrase() : out.Say(" : « $0 »", ": \"$0\"", frozen.label()));
  out.Tell("Identifiant : $0.", "Id: $0.", frozen.name());
  if (frozen.sha256().empty()) {
    out.Tell("SHA-256 : celui de la liste, du contenu entier ; en partie $0 ici",
             "SHA-256: as in the list, of the whole content; here it is $0 in part", WithheldText(language));
  } else {
    out.Tell("SHA-256 : $0", "SHA-256: $0", frozen.sha256());
  }
}

}  // namespace tutorat::report
