#pragma once

#include <string>
#include <vector>

#include "client/text/language.h"
#include "client/text/table.h"
#include "tutorat/v1/personal_data.pb.h"

namespace tutorat::format {

// The result of an erasure or, unless it is `applied`, its preview: the person, what the audit redacts, and what is
// left for somebody to change.
std::vector<std::string> ErasureSentences(const v1::ErasePersonResponse& response, bool applied, Language language);

// The texts in which the name was found, each with what becomes of it: `resource,field,text,redacted`. The words of the
// tutor on themes, which are never altered, say so.
Table RemarkTable(const google::protobuf::RepeatedPtrField<v1::Remark>& remarks, Language language);

// How many of them somebody has to change, and why; empty when it is none.
std::string LeftToPeople(const google::protobuf::RepeatedPtrField<v1::Remark>& remarks, Language language);

}  // namespace tutorat::format
