#pragma once

#include <memory>
#include <string>

#include "client/cli/shell/context.h"
#include "client/cli/shell/resolve.h"
#include "client/cli/shell/standard_verbs.h"
#include "tutorat/v1/group.pb.h"

namespace tutorat::cli {

// `group tutor`: who leads a group, from one day until another.
void AddGroupTutor(CLI::App* noun, Context& context, const std::shared_ptr<Noun<v1::Group>>& rules);

// tutors/{id} of who leads the group today; empty when nobody does.
std::string CurrentTutor(const v1::Group& group);

// `Anne Martin, du 10/11/2023 au 09/02/2024`.
std::string DescribeAssignment(const Context& context, const Labels& tutors, const v1::TutorAssignment& assignment);

}  // namespace tutorat::cli
