#include <algorithm>

#include "absl/strings/str_cat.h"
#include "server/report/wording/document_writer.h"
#include "server/report/wording/documents.h"
#include "tutorat/v1/personal_data.pb.h"

namespace tutorat::report {
namespace {

void AddRemarks(const v1::ApplyRetentionResponse& response, DocumentWriter& out) {
  google::protobuf::RepeatedPtrField<v1::Remark> remarks;
  for (const v1::WaveRetention& wave : response.waves()) remarks.MergeFrom(wave.remarks());
  if (remarks.empty()) return;
  TableWriter table = out.AddTable("remarks");
  table.AddColumn("resource", "RESSOURCE", "RESOURCE");
  table.AddColumn("field", "CHAMP", "FIELD");
  table.AddColumn("text", "TEXTE", "TEXT");
  table.AddColumn("redacted", "DEVIENT", "BECOMES");
  const Phrase by_hand = out.Say("(à reprendre à la main)", "(to be changed by hand)");
  for (const v1::Remark& remark : remarks) {
    table.AddRow({TextCell(remark.resource()), TextCell(remark.field()), TextCell(remark.text()),
                  TextCell(remark.redacted().empty() ? by_hand.text : remark.redacted())});
  }
  const int verbatim = static_cast<int>(std::count_if(
      remarks.begin(), remarks.end(), [](const v1::Remark& remark) { return remark.redacted().empty(); }));
  if (verbatim == 0) return;
  out.Tell(
      "Textes qui nomment la personne et qu'une personne doit reprendre, car les mots des tuteurs sur les thèmes "
      "ne sont jamais modifiés : $0",
      "Texts that name the person and that somebody must change, since tutors' words on themes are never altered: "
      "$0",
      Telling(absl::StrCat(verbatim), verbatim, 0));
}

// Waves whose time is over, and texts that name their members.
void WordRetention(const v1::ApplyRetentionRequest& request, const v1::ApplyRetentionResponse& response,
                   Language language, v1::Document* document) {
  DocumentWriter out(document, language, "Conservation des données personnelles", "Retention of personal data");
  if (!response.waves().empty()) {
    TableWriter table = out.AddTable("waves");
    table.AddColumn("wave", "VAGUE", "WAVE");
    table.AddColumn("personal_data_until", "DONNÉES JUSQU'AU", "DATA UNTIL", Kind::KIND_DATE);
    table.AddColumn("member_count", "AUDITEURS À EFFACER", "MEMBERS TO ERASE", Kind::KIND_NUMBER);
    table.AddColumn("erasure_count", "EFFACÉS", "ERASED", Kind::KIND_NUMBER);
    for (const v1::WaveRetention& wave : response.waves()) {
      table.AddRow({TextCell(std::string(WaveCode(wave.wave()))), DateCell(wave.personal_data_until(), language),
                    NumberCell(wave.member_count()), NumberCell(request.validate_only() ? 0 : wave.erasures_size())});
    }
  } else {
    out.Tell("Aucune vague n'a de donnée à effacer.", "No wave has data to erase.");
  }
  AddRemarks(response, out);
}

const RegisteredWording<&WordRetention> kRetentionWording;

}  // namespace
}  // namespace tutorat::report
