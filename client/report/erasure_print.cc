#include "client/report/erasure_print.h"

#include <algorithm>

#include "absl/strings/str_join.h"

namespace tutorat::format {

std::vector<std::string> ErasureSentences(const v1::ErasePersonResponse& response, bool applied, Language language) {
  std::vector<std::string> sentences;
  const std::string resources = absl::StrJoin(response.erasure().resources(), ", ");
  sentences.push_back(applied
                          ? Say(language, "Effacé : $0 ; désormais « $1 »", "Erased: $0; from now on \"$1\"", resources,
                                response.erasure().pseudonym())
                          : Say(language, "Serait effacé : $0 ; deviendrait « $1 »",
                                "Would be erased: $0; would become \"$1\"", resources, response.erasure().pseudonym()));
  sentences.push_back(applied ? Say(language, "Entrées d'audit rendues anonymes : $0",
                                    "Audit entries made anonymous: $0", response.audit_entry_count())
                              : Say(language, "Entrées d'audit à rendre anonymes : $0",
                                    "Audit entries to be made anonymous: $0", response.audit_entry_count()));
  std::string left = LeftToPeople(response.remarks(), language);
  if (!left.empty()) sentences.push_back(std::move(left));
  return sentences;
}

std::string LeftToPeople(const google::protobuf::RepeatedPtrField<v1::Remark>& remarks, Language language) {
  const auto verbatim =
      std::count_if(remarks.begin(), remarks.end(), [](const v1::Remark& remark) { return remark.redacted().empty(); });
  if (verbatim == 0) return "";
  return Say(language,
             "Textes qui nomment la personne et qu'une personne doit reprendre (tutorat session edit ID --themes ...), "
             "car les mots des tuteurs sur les thèmes ne sont jamais modifiés : $0",
             "Texts that name the person and that somebody must change (tutorat session edit ID --themes ...), since "
             "tutors' words on themes are never altered: $0",
             verbatim);
}

Table RemarkTable(const google::protobuf::RepeatedPtrField<v1::Remark>& remarks, Language language) {
  Table table;
  table.columns = {{std::string(Choose(language, "RESSOURCE", "RESOURCE"))},
                   {std::string(Choose(language, "CHAMP", "FIELD"))},
                   {std::string(Choose(language, "TEXTE", "TEXT"))},
                   {std::string(Choose(language, "DEVIENT", "BECOMES"))}};
  for (const v1::Remark& remark : remarks) {
    table.rows.push_back({remark.resource(), remark.field(), remark.text(),
                          remark.redacted().empty()
                              ? std::string(Choose(language, "(à reprendre à la main)", "(to be changed by hand)"))
                              : remark.redacted()});
  }
  return table;
}

}  // namespace tutorat::format
