#include <algorithm>

#include "absl/strings/str_cat.h"
#include "client/cli/directory/people_import.h"
#include "client/cli/shell/nouns.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/standard_verbs.h"
#include "proto/fold.h"
#include "proto/status_macros.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::cli {
namespace {

Details DescribeTutor(const Context& context, const v1::Tutor& tutor) {
  return {{{"display_name", context.Text("TUTEUR", "TUTOR")}, tutor.display_name()},
          {{"email", context.Text("ADRESSE", "E-MAIL")}, tutor.email()},
          {{"name", "ID"}, tutor.name()}};
}

Exit ListTutors(Context& context, const ListOptions& options) {
  ASSIGN_OR_RETURN(auto tutors,
                   ListResources<v1::ListTutorsResponse, v1::ListTutorsRequest>(context, options.show_deleted));
  std::stable_sort(tutors.mutable_tutors()->begin(), tutors.mutable_tutors()->end(),
                   [](const v1::Tutor& one, const v1::Tutor& other) {
                     return contract::FoldName(one.display_name()) < contract::FoldName(other.display_name());
                   });
  return PrintResources<v1::Tutor>(context, options, tutors, tutors.tutors(),
                                   [&context](const v1::Tutor& tutor) { return DescribeTutor(context, tutor); });
}

Exit ShowTutor(Context& context, const v1::Tutor& tutor) {
  Details details = DescribeTutor(context, tutor);
  details.push_back({{"create_time", context.Text("CRÉÉ", "CREATED")}, ShownTime(context, tutor.create_time())});
  return PrintDetails(context, details, tutor);
}

}  // namespace

void AddTutor(CLI::App& app, Context& context) {
  CLI::App* noun = AddNoun(app, "tutor", context.Text("Tuteurs", "Tutors"));
  auto rules = std::make_shared<Noun<v1::Tutor>>();
  rules->add = [&context](CLI::App* verb, Target& target) {
    Require(AddText(verb, "tutor", target.text, context.Text("TUTEUR", "TUTOR"),
                    context.Text("Nom, adresse électronique ou tutors/ID", "Name, e-mail or tutors/ID")));
  };
  rules->find = [&context](const Target& target, Deleted deleted) { return FindTutor(context, target.text, deleted); };
  rules->label = [&context](const v1::Tutor& tutor) {
    return absl::StrCat(context.Text("tuteur ", "tutor "), tutor.display_name());
  };
  rules->show = [&context](const v1::Tutor& tutor) { return ShowTutor(context, tutor); };

  AddList(noun, context, [&context](const ListOptions& options) { return ListTutors(context, options); });

  const auto add_email = [&context](CLI::App* verb, FieldOptions& fields) {
    fields.Add(verb, "--email", "email", context.Text("ADRESSE", "E-MAIL"),
               context.Text("Adresse électronique", "E-mail address"));
  };
  AddCreate<v1::Tutor>(noun, context, rules, add_email, [](const Target& target) {
    v1::Tutor tutor;
    tutor.set_display_name(target.text);
    return tutor;
  });
  AddEdit<v1::Tutor>(noun, context, rules, [&context, add_email](CLI::App* verb, FieldOptions& fields) {
    fields.Add(verb, "--name", "display_name", context.Text("NOM", "NAME"), context.Text("Nouveau nom", "New name"));
    add_email(verb, fields);
  });
  AddStandardVerbs<v1::Tutor>(noun, context, rules);
  AddTutorImport(noun, context);
}

const RegisteredNoun kTutorNoun(120, &AddTutor);

}  // namespace tutorat::cli
