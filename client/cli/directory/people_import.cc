#include "client/cli/directory/people_import.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/shell/input_file.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/resolve.h"
#include "client/cli/shell/resource.h"
#include "client/files/table_file.h"
#include "client/lib/error.h"
#include "client/lib/list.h"
#include "client/text/cells.h"
#include "proto/fold.h"
#include "proto/people_words.h"
#include "proto/status_macros.h"
#include "tutorat/v1/group.pb.h"
#include "tutorat/v1/member.pb.h"
#include "tutorat/v1/tutor.pb.h"

namespace tutorat::cli {
namespace {

using format::FileColumn;
using format::Say;
using format::TableFile;

struct PeopleImportOptions {
  std::string file;
  std::string wave;
  bool apply = false;
};

// The fields that both kinds of people have, first in each table.
enum Column : size_t { kName, kFirstName, kEmail, kGroup, kWave, kEstablishment, kJoined, kLeft };

const std::vector<FileColumn>& TutorTable() {
  static const auto& table = *new std::vector<FileColumn>{
      {"nom", "name", true, {"tuteur", "tutor", "nom du tuteur", "nom prenom", "nom et prenom", "personne", "agent"}},
      {"prenom", "first name", false, {"given name", "prenoms"}},
      {"adresse",
       "e-mail",
       false,
       {"mail", "email", "courriel", "mel", "adresse electronique", "adresse mail", "adresse e-mail",
        "e-mail address"}}};
  return table;
}

const std::vector<FileColumn>& MemberTable() {
  static const auto& table = *[] {
    auto* columns = new std::vector<FileColumn>(TutorTable());
    columns->at(kName).also.insert(columns->at(kName).also.end(), {"auditeur", "membre", "member", "stagiaire"});
    columns->push_back({"groupe", "group", true, {"n groupe", "no groupe", "numero de groupe", "groupe n"}, true});
    columns->push_back({"vague", "wave"});
    columns->push_back({"etablissement", "establishment", false, {"uai", "rne", "code uai", "code etablissement"}});
    columns->push_back({"arrivee", "joined", false, {"date d'arrivee", "entree", "premier jour"}});
    columns->push_back({"depart", "left", false, {"date de depart", "sortie", "jour du depart"}});
    return columns;
  }();
  return table;
}

// One run of a command. A person of the file is the one of the server with the same address, or the same name where
// neither's address says otherwise.
template <typename Person>
class PeopleImport {
 public:
  PeopleImport(Context& context, const PeopleImportOptions& options, const std::vector<FileColumn>& table)
      : context_(context), options_(options), table_(table) {}
  virtual ~PeopleImport() = default;

  Exit Run() {
    ASSIGN_OR_RETURN(const std::string bytes, ReadInput(context_, options_.file));
    file_ = format::ReadTableFile(bytes, table_, context_.language);
    PrintNotes(context_, file_.notes);
    RETURN_IF_ERROR(Load());
    if (file_.header_is_right) {
      for (const TableFile::Row& row : file_.rows) RETURN_IF_ERROR(Check(row));
    }
    errors_ += file_.problems.size();
    for (const format::Problem& problem : file_.problems) {
      AddLine(problem.line, context_.Text("erreur", "error"), Describe(problem, context_.language));
    }
    const bool store = options_.apply && errors_ == 0;
    for (Step& step : steps_) {
      if (!store) break;
      RETURN_IF_ERROR(Send(step, Store::kNow));
      const auto line =
          std::find_if(lines_.begin(), lines_.end(), [&](const Line& one) { return one.line == step.line; });
      line->action =
          std::string(step.changed.empty() ? context_.Text("créé", "created") : context_.Text("modifié", "changed"));
    }
    return Print(store);
  }

 protected:
  // Loads whom the server has, by Add().
  virtual absl::Status Load() = 0;
  // Reads what is the table's own; who has the same name elsewhere is somebody else, as `place` says.
  virtual absl::Status Read(const TableFile::Row& row, Person* person, std::string* place) = 0;

  void Add(const Person& person, const std::string& place) {
    by_name_.emplace(absl::StrCat(place, " ", contract::WordsInNoOrder(person.display_name())), person);
    if (!person.email().empty()) by_name_.emplace(absl::StrCat(place, " ", contract::FoldName(person.email())), person);
  }
  static std::string Cell(const TableFile::Row& row, Column column) { return format::Trim(row.cells[column]); }

  Context& context_;
  const PeopleImportOptions& options_;
  TableFile file_;

 private:
  struct Step {
    int line;
    Person person;
    std::vector<std::string> changed;  // none: it is new
  };
  struct Line {
    int line;
    std::string action;
    std::string detail;
  };

  absl::Status Check(const TableFile::Row& row) {
    Person person;
    const std::string first = Cell(row, kFirstName);
    person.set_display_name(first.empty() ? Cell(row, kName) : absl::StrCat(first, " ", Cell(row, kName)));
    person.set_email(Cell(row, kEmail));
    if (Cell(row, kName).empty()) {
      file_.Refuse(row, kName,
                   Say(context_.language, "la cellule est vide ; la remplir", "the cell is empty; fill it in"));
      return absl::OkStatus();
    }
    std::string place;
    const size_t problems = file_.problems.size();
    if (absl::Status read = Read(row, &person, &place); !read.ok()) {
      if (client::IsTemporary(read)) return read;
      AddError(row, read);
      return absl::OkStatus();
    }
    if (file_.problems.size() > problems) return absl::OkStatus();
    const Person* known = Find(person, place);
    Step step{row.line, known == nullptr ? person : *known, {}};
    if (known != nullptr) {
      step.changed = Complete(person, &step.person);
      if (step.changed.empty()) {
        ++same_;
        AddLine(row.line, context_.Text("identique", "same"), person.display_name());
        return absl::OkStatus();
      }
    }
    Step sent = step;
    if (absl::Status checked = Send(sent, Store::kValidate); !checked.ok()) {
      if (client::IsTemporary(checked)) return checked;
      AddError(row, checked);
      return absl::OkStatus();
    }
    // A line further on may tell of the same person.
    if (known == nullptr) Add(person, place);
    AddLine(row.line, known == nullptr ? context_.Text("créer", "create") : context_.Text("modifier", "update"),
            absl::StrCat(person.display_name(), step.changed.empty() ? "" : " : ", absl::StrJoin(step.changed, ", ")));
    steps_.push_back(std::move(step));
    return absl::OkStatus();
  }

  const Person* Find(const Person& person, const std::string& place) const {
    if (!person.email().empty()) {
      const auto found = by_name_.find(absl::StrCat(place, " ", contract::FoldName(person.email())));
      if (found != by_name_.end()) return &found->second;
    }
    const auto found = by_name_.find(absl::StrCat(place, " ", contract::WordsInNoOrder(person.display_name())));
    if (found == by_name_.end()) return nullptr;
    const std::string& email = found->second.email();
    const bool other =
        !email.empty() && !person.email().empty() && contract::FoldName(email) != contract::FoldName(person.email());
    return other ? nullptr : &found->second;
  }

  // Sets what the file says and the server has otherwise; answers which fields. An empty cell says nothing.
  static std::vector<std::string> Complete(const Person& wanted, Person* stored) {
    std::vector<std::string> changed;
    const auto* reflection = wanted.GetReflection();
    std::vector<const google::protobuf::FieldDescriptor*> fields;
    reflection->ListFields(wanted, &fields);
    for (const auto* field : fields) {
      if (field->name() == "display_name" || field->name() == "group") continue;
      const std::string value = reflection->GetString(wanted, field);
      if (reflection->GetString(*stored, field) == value) continue;
      reflection->SetString(stored, field, value);
      changed.push_back(field->name());
    }
    return changed;
  }

  absl::Status Send(Step& step, Store store) {
    return step.person.name().empty() ? CallCreate(context_, step.person, store)
                                      : CallUpdate(context_, step.changed, step.person, store);
  }

  void AddLine(int line, absl::string_view action, std::string detail) {
    lines_.push_back({line, std::string(action), std::move(detail)});
  }
  void AddError(const TableFile::Row& row, const absl::Status& status) {
    ++errors_;
    AddLine(row.line, context_.Text("erreur", "error"),
            absl::StrCat(Cell(row, kName), " : ", client::ReadError(status).message));
  }

  Exit Print(bool stored) {
    std::stable_sort(lines_.begin(), lines_.end(), [](const Line& a, const Line& b) { return a.line < b.line; });
    std::vector<std::vector<std::string>> rows;
    for (const Line& line : lines_)
      rows.push_back({line.line == 0 ? "" : absl::StrCat(line.line), line.action, line.detail});
    Person none;
    PrintList(context_, {},
              {{"line", context_.Text("LIGNE", "LINE"), format::Align::kRight},
               {"action", "ACTION"},
               {"detail", context_.Text("DÉTAIL", "DETAIL")}},
              std::move(rows), none);
    if (errors_ > 0) return LinesRefused(context_, static_cast<int>(errors_));
    if (context_.format != OutputFormat::kTable && context_.format != OutputFormat::kMarkdown) return kExitDone;
    if (steps_.empty()) {
      context_.out << Say(context_.language, "Rien à changer : $0 identiques.", "Nothing to change: $0 the same.",
                          same_);
    } else if (stored) {
      context_.out << Say(context_.language, "Enregistré : $0 lignes.", "Stored: $0 lines.", steps_.size());
    } else {
      context_.out << Say(context_.language, "Pour enregistrer : la même commande avec --apply.",
                          "To store it: the same command with --apply.");
    }
    context_.out << "\n";
    return kExitDone;
  }

  const std::vector<FileColumn>& table_;
  std::map<std::string, Person> by_name_;  // by place and name, and by place and address
  std::vector<Step> steps_;
  std::vector<Line> lines_;
  size_t errors_ = 0;
  int same_ = 0;
};

class TutorImport final : public PeopleImport<v1::Tutor> {
 public:
  TutorImport(Context& context, const PeopleImportOptions& options) : PeopleImport(context, options, TutorTable()) {}

 private:
  absl::Status Load() override {
    ASSIGN_OR_RETURN(const auto tutors,
                     (ListResources<v1::ListTutorsResponse, v1::ListTutorsRequest>(context_, false)));
    for (const v1::Tutor& tutor : tutors.tutors()) Add(tutor, "");
    return absl::OkStatus();
  }
  absl::Status Read(const TableFile::Row& /*row*/, v1::Tutor* /*tutor*/, std::string* /*place*/) override {
    return absl::OkStatus();
  }
};

class MemberImport final : public PeopleImport<v1::Member> {
 public:
  MemberImport(Context& context, const PeopleImportOptions& options) : PeopleImport(context, options, MemberTable()) {}

 private:
  absl::Status Load() override {
    ASSIGN_OR_RETURN(const auto members,
                     client::ListAll<v1::ListMembersResponse>(context_.Server(), v1::ListMembersRequest()));
    for (const v1::Member& member : members.members()) Add(member, member.group());
    return absl::OkStatus();
  }

  absl::Status Read(const TableFile::Row& row, v1::Member* member, std::string* place) override {
    const std::string wave = Cell(row, kWave).empty() ? options_.wave : Cell(row, kWave);
    const auto [known, is_new] = groups_.try_emplace({Cell(row, kGroup), wave}, absl::StatusOr<std::string>(""));
    if (is_new) known->second = FindGroup(Cell(row, kGroup), wave);
    RETURN_IF_ERROR(known->second.status());
    *place = *known->second;
    member->set_group(*known->second);
    if (!Cell(row, kEstablishment).empty()) member->set_establishment(ResolveEstablishment(Cell(row, kEstablishment)));
    if (!Cell(row, kJoined).empty()) member->set_join_date(file_.ReadDay(row, kJoined, context_.language));
    if (!Cell(row, kLeft).empty()) member->set_leave_date(file_.ReadDay(row, kLeft, context_.language));
    return absl::OkStatus();
  }

  // The id, by which members name their group.
  absl::StatusOr<std::string> FindGroup(const std::string& group, const std::string& wave) {
    ASSIGN_OR_RETURN(const std::string name, ResolveGroup(context_, group, wave));
    ASSIGN_OR_RETURN(const auto found, Get<v1::Group>(context_, name));
    return found.name();
  }

  std::map<std::pair<std::string, std::string>, absl::StatusOr<std::string>> groups_;
};

template <typename Import>
void AddImportOf(CLI::App* noun, Context& context, bool with_wave, absl::string_view help) {
  const auto options = std::make_shared<PeopleImportOptions>();
  CLI::App* import = AddVerb(noun, "import", help);
  Require(AddText(import, "file", options->file, context.Text("FICHIER", "FILE"),
                  context.Text("Fichier csv, xlsx ou ods, ou - pour l'entrée standard",
                               "csv, xlsx or ods file, or - for standard input")));
  AddSwitch(import, "--apply", options->apply,
            context.Text("Enregistrer ; une seule ligne en erreur refuse tout le fichier",
                         "Store it; one line with an error refuses the whole file"));
  if (with_wave) {
    AddText(import, "--wave,-w", options->wave, context.Text("VAGUE", "WAVE"),
            context.Text("Vague des lignes qui n'en nomment pas", "Wave of the lines that name none"));
  }
  OnRun(import, context, [&context, options] { return Import(context, *options).Run(); });
}

}  // namespace

void AddMemberImport(CLI::App* noun, Context& context) {
  AddImportOf<MemberImport>(
      noun, context, /*with_wave=*/true,
      context.Text(
          "Importer des auditeurs (groupe, nom, prénom, adresse, UAI, arrivée, départ) : montre d'abord ce que "
          "chaque ligne ferait",
          "Import members (group, name, first name, e-mail, UAI, joined, left): first shows what each line "
          "would do"));
}

void AddTutorImport(CLI::App* noun, Context& context) {
  AddImportOf<TutorImport>(
      noun, context, /*with_wave=*/false,
      context.Text("Importer des tuteurs (nom, prénom, adresse) : montre d'abord ce que chaque "
                   "ligne ferait",
                   "Import tutors (name, first name, e-mail): first shows what each line would do"));
}

}  // namespace tutorat::cli
