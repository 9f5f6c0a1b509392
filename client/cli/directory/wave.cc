#include <algorithm>

#include "absl/strings/str_cat.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/parse.h"
#include "client/cli/shell/standard_verbs.h"
#include "proto/natural_order.h"
#include "proto/status_macros.h"
#include "tutorat/v1/wave.pb.h"

namespace tutorat::cli {
namespace {

// zone-b of schoolCalendars/zone-b.
std::string Code(const std::string& name) { return name.substr(name.find('/') + 1); }

Details DescribeWave(const Context& context, const v1::Wave& wave) {
  return {{{"code", context.Text("VAGUE", "WAVE")}, wave.code()},
          {{"display_name", context.Text("NOM", "NAME")}, wave.display_name()},
          {{"start_date", context.Text("BASCULE", "SWITCH")}, ShownDay(context, wave.start_date())},
          {{"programme", "PROGRAMME"}, Code(wave.programme())},
          {{"school_calendar", context.Text("VACANCES", "HOLIDAYS")}, Code(wave.school_calendar())}};
}

Exit ListWaves(Context& context, const ListOptions& options) {
  ASSIGN_OR_RETURN(auto waves,
                   ListResources<v1::ListWavesResponse, v1::ListWavesRequest>(context, options.show_deleted));
  std::sort(waves.mutable_waves()->begin(), waves.mutable_waves()->end(),
            [](const v1::Wave& one, const v1::Wave& other) {
              return contract::CompareNaturally(one.code(), other.code()) < 0;
            });
  return PrintResources<v1::Wave>(context, options, waves, waves.waves(),
                                  [&context](const v1::Wave& wave) { return DescribeWave(context, wave); });
}

Exit ShowWave(Context& context, const v1::Wave& wave) {
  Details details = DescribeWave(context, wave);
  details.push_back({{"personal_data_until", context.Text("DONNÉES JUSQU'AU", "DATA UNTIL")},
                     ShownDay(context, wave.personal_data_until())});
  details.push_back({{"create_time", context.Text("CRÉÉE", "CREATED")}, ShownTime(context, wave.create_time())});
  return PrintDetails(context, details, wave);
}

}  // namespace

void AddWave(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(app, "wave", context.Text("Vagues de bascule", "Waves"));
  auto rules = std::make_shared<Noun<v1::Wave>>();
  rules->add = [&context](CLI::App* verb, Target& target) {
    Require(AddText(verb, "code", target.text, context.Text("VAGUE", "WAVE"),
                    context.Text("Par exemple V6", "For example V6")));
  };
  rules->find = [&context](const Target& target, Deleted deleted) -> absl::StatusOr<v1::Wave> {
    ASSIGN_OR_RETURN(const std::string name, ResolveWave(context, target.text));
    return Named<v1::Wave>(context, name, deleted);
  };
  rules->label = [&context](const v1::Wave& wave) {
    return absl::StrCat(context.Text("vague ", "wave "), wave.code());
  };
  rules->show = [&context](const v1::Wave& wave) { return ShowWave(context, wave); };

  AddList(noun, context, [&context](const ListOptions& options) { return ListWaves(context, options); });

  const auto add_fields = [&context](CLI::App* verb, FieldOptions& fields) {
    fields.Add(verb, "--name", "display_name", context.Text("NOM", "NAME"),
               context.Text("Nom en clair", "Name in full"));
    fields.Add(verb, "--start", "start_date", "DATE", context.Text("Jour de la bascule", "Day of the switch"),
               FieldOptions::Kind::kDate);
    fields.Add(verb, "--programme", "programme", "CODE",
               context.Text("Programme cible, par exemple v6", "Target programme, for example v6"),
               FieldOptions::Kind::kProgramme);
    fields.Add(verb, "--school-calendar", "school_calendar", "CODE",
               context.Text("Vacances scolaires, par exemple zone-b", "School holidays, for example zone-b"),
               FieldOptions::Kind::kSchoolCalendar);
    fields.Add(verb, "--personal-data-until", "personal_data_until", "DATE",
               context.Text("Jour à partir duquel les données personnelles des auditeurs ne sont plus gardées (voir "
                            "tutorat account retention)",
                            "Day from which members' personal data are no longer kept (see tutorat account retention)"),
               FieldOptions::Kind::kDate);
  };
  AddCreate<v1::Wave>(noun, context, rules, add_fields, [](const Target& target) {
    v1::Wave wave;
    wave.set_code(target.text);
    return wave;
  });
  AddEdit<v1::Wave>(noun, context, rules, add_fields);
  AddStandardVerbs<v1::Wave>(noun, context, rules);
}

const RegisteredNoun kWaveNoun(80, &AddWave);

}  // namespace tutorat::cli
