#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/cli/shell/context.h"
#include "client/cli/shell/field_options.h"
#include "client/cli/shell/options.h"
#include "client/cli/shell/output.h"
#include "client/cli/shell/resolve.h"
#include "client/cli/shell/resource.h"
#include "proto/status_macros.h"

namespace tutorat::cli {

// The resource that a verb is about, as typed: what stands after the verb, within --group and --wave where `add`
// declares them.
struct Target {
  std::string text;
  std::string group;
  std::string wave;
};

// Describes a resource to the standard verbs of its noun.
template <typename Resource>
struct Noun {
  // Declares the target's arguments.
  std::function<void(CLI::App* verb, Target& target)> add;
  // With Deleted::kOnly, its name is enough.
  std::function<absl::StatusOr<Resource>(const Target& target, Deleted deleted)> find;
  // As it stands in a sentence: `vague V6`.
  std::function<std::string(const Resource& resource)> label;
  std::function<Exit(const Resource& resource)> show;
  // What a deletion takes along that undelete does not bring back, after ` ; `; empty: nothing.
  std::string lost;
};

// The resource of that name; of a deleted one, which no Get finds, its name alone.
template <typename Resource>
absl::StatusOr<Resource> Named(Context& context, const std::string& name, Deleted deleted) {
  if (deleted == Deleted::kNo) return Get<Resource>(context, name);
  Resource resource;
  resource.set_name(name);
  return resource;
}

// Adds show, delete and undelete, `noun` outliving the parse.
template <typename Resource>
void AddStandardVerbs(CLI::App* app, Context& context, std::shared_ptr<Noun<Resource>> noun) {
  auto target = std::make_shared<Target>();
  CLI::App* show = AddVerb(app, "show", context.Text("Montrer", "Show"));
  noun->add(show, *target);
  OnRun(show, context, [&context, noun, target] {
    const absl::StatusOr<Resource> resource = noun->find(*target, Deleted::kNo);
    return resource.ok() ? noun->show(*resource) : context.Fail(resource.status());
  });

  CLI::App* remove = AddVerb(
      app, "delete", context.Text("Supprimer ; se rétablit pendant 30 jours", "Delete; can be undone for 30 days"));
  noun->add(remove, *target);
  OnRun(remove, context, [&context, noun, target]() -> Exit {
    ASSIGN_OR_RETURN(Resource resource, noun->find(*target, Deleted::kNo));
    const std::string label = noun->label(resource);
    RETURN_IF_ERROR(CallDelete(context, resource));
    return PrintDone(context,
                     absl::StrCat(format::Say(context.language, "Supprimé : $0 ; à rétablir avant le $1",
                                              "Deleted: $0; can be undone until $1", label,
                                              ShownDayOf(context, resource.purge_time())),
                                  noun->lost),
                     resource);
  });

  CLI::App* undelete = AddVerb(app, "undelete", context.Text("Rétablir", "Undo a deletion"));
  noun->add(undelete, *target);
  OnRun(undelete, context, [&context, noun, target]() -> Exit {
    ASSIGN_OR_RETURN(Resource resource, noun->find(*target, Deleted::kOnly));
    RETURN_IF_ERROR(CallUndelete(context, resource));
    return PrintDone(context, absl::StrCat(context.Text("Rétabli : ", "Restored: "), noun->label(resource)), resource);
  });
}

// Adds create: the resource that `begin` makes of the target, with the fields that `add_fields` declares.
template <typename Resource>
void AddCreate(CLI::App* app, Context& context, std::shared_ptr<Noun<Resource>> noun,
               const std::function<void(CLI::App* verb, FieldOptions& fields)>& add_fields,
               std::function<absl::StatusOr<Resource>(const Target& target)> begin) {
  auto target = std::make_shared<Target>();
  auto fields = std::make_shared<FieldOptions>();
  CLI::App* create = AddVerb(app, "create", context.Text("Créer", "Create"));
  noun->add(create, *target);
  add_fields(create, *fields);
  OnRun(create, context, [&context, noun, target, fields, begin = std::move(begin)]() -> Exit {
    ASSIGN_OR_RETURN(Resource resource, begin(*target));
    if (auto given = fields->Apply(context, resource); !given.ok()) return context.Fail(given.status());
    RETURN_IF_ERROR(CallCreate(context, resource));
    return PrintDone(context, absl::StrCat(context.Text("Créé : ", "Created: "), noun->label(resource)), resource);
  });
}

// Adds edit: changes the fields whose flags are given.
template <typename Resource>
void AddEdit(CLI::App* app, Context& context, std::shared_ptr<Noun<Resource>> noun,
             const std::function<void(CLI::App* verb, FieldOptions& fields)>& add_fields) {
  auto target = std::make_shared<Target>();
  auto fields = std::make_shared<FieldOptions>();
  CLI::App* edit = AddVerb(app, "edit", context.Text("Modifier", "Change"));
  noun->add(edit, *target);
  add_fields(edit, *fields);
  OnRun(edit, context, [&context, noun, target, fields]() -> Exit {
    ASSIGN_OR_RETURN(Resource resource, noun->find(*target, Deleted::kNo));
    ASSIGN_OR_RETURN(const auto changed, fields->Apply(context, resource));
    if (changed.empty())
      return context.FailUsage(
          context.Text("rien à modifier ; donner au moins une option", "nothing to change; give at least one option"));
    RETURN_IF_ERROR(CallUpdate(context, changed, resource));
    return PrintDone(context, absl::StrCat(context.Text("Modifié : ", "Changed: "), noun->label(resource)), resource);
  });
}

}  // namespace tutorat::cli
