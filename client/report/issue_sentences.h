#ifndef TUTORAT_CLIENT_FORMAT_ISSUE_SENTENCES_H_
#define TUTORAT_CLIENT_FORMAT_ISSUE_SENTENCES_H_

#include <string>
#include <vector>

#include "client/text/language.h"
#include "tutorat/v1/issue_register.pb.h"

namespace tutorat::format {

// The issue register in sentences, as the committee words it: in how many groups microphone or camera are missing,
// where it weighs on dynamism, the other kinds, what was requested, resolved and dropped. Each figure with what it is
// counted out of.
std::vector<std::string> IssueSentences(const v1::IssueRegister& issue_register, Language language);

// `3`; `V6/3` where the register speaks of several waves.
std::string GroupLabel(const v1::IssueRegister& issue_register, const v1::GroupReference& group);

// `Micro absent`, as it stands alone.
std::string IssueTitle(v1::ParticipationIssue::Kind kind, Language language);

}  // namespace tutorat::format

#endif  // TUTORAT_CLIENT_FORMAT_ISSUE_SENTENCES_H_
