# versions: trl==1.16.0 transformers==5.23.0
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trl import DataCollatorForCompletionOnlyLM


def describe(collator: "DataCollatorForCompletionOnlyLM") -> str:
    return repr(collator)
